#!/usr/bin/env bash
# slurm.sh start|stop FOLDER: a Slurm of two nodes on this machine (needs root and Debian's slurmctld slurmd slurm-client munge), with
# ports, sockets and state of its own in FOLDER. After start: export SLURM_CONF=FOLDER/slurm.conf
set -euo pipefail
folder=$2
case $1 in
start)
  mkdir -p "$folder"/{state,spool-n1,spool-n2,munge}
  host=$(hostname -s)
  port=$((20000 + RANDOM))
  dd if=/dev/urandom of="$folder/munge/key" bs=128 count=1 status=none
  chmod 600 "$folder/munge/key"; chmod 700 "$folder/munge"
  cat > "$folder/slurm.conf" <<C
ClusterName=test
SlurmctldHost=$host
SlurmctldPort=$port
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket,cred_expire=10
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SlurmdTimeout=10
SlurmctldTimeout=10
KillWait=5
MpiDefault=none
JobRequeue=1
NodeName=n1 NodeHostname=$host Port=$((port + 1)) CPUs=1 State=UNKNOWN
NodeName=n2 NodeHostname=$host Port=$((port + 2)) CPUs=1 State=UNKNOWN
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP PriorityTier=1
PartitionName=urgent Nodes=n1,n2 MaxTime=INFINITE State=UP PriorityTier=10 PreemptMode=OFF
C
  munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
    --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
  export SLURM_CONF=$folder/slurm.conf
  slurmctld
  slurmd -N n1; slurmd -N n2
  for _ in $(seq 60); do
    [ "$(sinfo -h -t idle -o %D 2>/dev/null | head -1)" = 2 ] && exit 0
    sleep 1
  done
  sinfo; tail -5 "$folder"/*.log; exit 1 ;;
stop)
  for pid in "$folder"/slurmd-n?.pid "$folder/slurmctld.pid" "$folder/munge/pid"; do [ -s "$pid" ] && kill "$(cat "$pid")" 2>/dev/null || true; done ;;
esac
