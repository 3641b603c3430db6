// A cohort as shards under Nextflow: nextflow run radiomics.nf --manifest manifest.csv --out features --shards 64 --settings '--preset hcc-sbrt'
// The output folder is on a file system that all machines see; it holds the journals, so that a shard that is tried again goes on where it was.
params.shards = 8
params.settings = ''

process SHARD {
    errorStrategy 'retry'
    maxRetries 3
    input:
    val index
    output:
    val index
    script:
    """
    radiomics cohort '${file(params.manifest)}' -o '${file(params.out)}' --parallel ${task.cpus} ${params.settings} --shard ${index}/${params.shards}
    """
}

process MERGE {
    input:
    val ended
    output:
    stdout
    script:
    """
    radiomics cohort merge '${file(params.out)}'
    """
}

workflow {
    MERGE(SHARD(Channel.of(0..<params.shards)).collect()).view()
}
