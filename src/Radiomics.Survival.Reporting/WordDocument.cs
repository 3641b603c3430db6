using System.IO.Compression;
using System.Text;

namespace Radiomics.Reporting;

/// <summary>A table as a Word document (Office Open XML, ISO/IEC 29500): title, table with the three rules of a journal, note.</summary>
internal static class WordDocument
{
    private const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    public static void Write(ReportTable table, Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Add(zip, "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
            + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" "
            + "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>");
        Add(zip, "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
            + "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>"
            + "</Relationships>");
        Add(zip, "word/document.xml", Document(table));
    }

    // A fixed time, so that two writings are the same bytes.
    private static void Add(ZipArchive zip, string name, string text)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(Head + text));
    }

    private static string Document(ReportTable table)
    {
        var text = new StringBuilder("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>");
        Paragraph(text, table.Title, bold: true, size: 20);
        text.Append("<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>")
            .Append("<w:top w:val=\"single\" w:sz=\"8\"/><w:bottom w:val=\"single\" w:sz=\"8\"/></w:tblBorders></w:tblPr><w:tblGrid>");
        // A page on its side has 14570 twentieths of a point between its margins.
        foreach (var _ in table.Header)
            text.Append(Invariant($"<w:gridCol w:w=\"{14570 / table.Header.Count}\"/>"));
        text.Append("</w:tblGrid>");
        Row(text, table.Header, table, head: true);
        foreach (var row in table.Rows)
            Row(text, row, table, head: false);
        text.Append("</w:tbl>");
        Paragraph(text, table.Note, bold: false, size: 16);
        // A page on its side, as wide tables need.
        text.Append("<w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" ")
            .Append("w:bottom=\"1134\" w:left=\"1134\" w:header=\"0\" w:footer=\"0\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>");
        return text.ToString();
    }

    private static void Row(StringBuilder text, IReadOnlyList<string> cells, ReportTable table, bool head)
    {
        text.Append("<w:tr><w:trPr><w:cantSplit/>").Append(head ? "<w:tblHeader/>" : "").Append("</w:trPr>");
        for (var c = 0; c < cells.Count; c++)
        {
            text.Append("<w:tc><w:tcPr>")
                .Append(head ? "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"4\"/></w:tcBorders>" : "")
                .Append("</w:tcPr>");
            Paragraph(text, cells[c], head, 18, table.IsNumeric(c));
            text.Append("</w:tc>");
        }
        text.Append("</w:tr>");
    }

    private static void Paragraph(StringBuilder text, string content, bool bold, int size, bool right = false) =>
        text.Append("<w:p><w:pPr><w:spacing w:before=\"20\" w:after=\"20\"/>")
            .Append(right ? "<w:jc w:val=\"right\"/>" : "")
            .Append("</w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:cs=\"Arial\"/>")
            .Append(bold ? "<w:b/>" : "")
            .Append(Invariant($"<w:sz w:val=\"{size}\"/></w:rPr><w:t ")
                + $"xml:space=\"preserve\">{Html.Text(ReportTable.Typeset(content))}</w:t></w:r></w:p>");
}
