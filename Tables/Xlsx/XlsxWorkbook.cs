using System.Xml;

namespace Tables.Xlsx;

/// <summary>
/// Describes a workbook: the names and parts of its sheets, and the styles that display dates.
/// </summary>
/// <param name="Sheets">The worksheets, in their order.</param>
/// <param name="Since1904">True if days count from 1904.</param>
/// <param name="DateStyles">For each style number, true if the style displays a date.</param>
/// <param name="StringsPath">Part with the shared texts.</param>
internal sealed record XlsxWorkbook(
    IReadOnlyList<XlsxSheet> Sheets, bool Since1904, IReadOnlyList<bool> DateStyles, string? StringsPath)
{
    /// <summary>Longest name of a sheet; Excel's own has 31 characters.</summary>
    private const int MaxNameLength = 255;

    /// <summary>Longest path of a part; a workbook's own have some 40 characters.</summary>
    private const int MaxTargetLength = 1024;

    private const string NotAWorkbook = "The file is a zip archive but not a workbook: send an xlsx or csv file.";

    public static XlsxWorkbook Read(XlsxPackage package)
    {
        var path = Relations(package, "").FirstOrDefault(relation => relation.Kind == "officeDocument").Path
            ?? throw new BadSpreadsheetException(NotAWorkbook);
        var relations = Relations(package, path);
        var (sheets, since1904) = ReadSheets(package, path, relations);
        if (sheets.Count == 0)
            throw new BadSpreadsheetException(NotAWorkbook);

        return new XlsxWorkbook(sheets, since1904, ReadDateStyles(package, PathOf("styles")), PathOf("sharedStrings"));

        string? PathOf(string kind) => relations.FirstOrDefault(relation => relation.Kind == kind).Path;
    }

    /// <param name="name">Null for the first visible sheet.</param>
    public XlsxSheet Find(string? name)
    {
        if (name is null)
            return Sheets.FirstOrDefault(sheet => !sheet.Hidden) ?? Sheets[0];
        return Sheets.FirstOrDefault(sheet => sheet.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new BadSpreadsheetException(
                $"The workbook has no sheet \"{name}\": choose one of {string.Join(", ", Shown(Sheets))}.");

        static IEnumerable<string> Shown(IEnumerable<XlsxSheet> sheets) =>
            sheets.Take(10).Select(sheet => $"\"{sheet.Name}\"");
    }

    private static (List<XlsxSheet> Sheets, bool Since1904) ReadSheets(
        XlsxPackage package, string path, List<Relation> relations)
    {
        var worksheets = relations.Where(relation => relation.Kind == "worksheet")
            .DistinctBy(relation => relation.Id)
            .ToDictionary(relation => relation.Id, relation => relation.Path, StringComparer.Ordinal);
        var sheets = new List<XlsxSheet>();
        var since1904 = false;
        using var xml = package.Read(path);
        while (xml.ReadNode(package.Bounds))
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "workbookPr")
            {
                since1904 = xml.GetAttribute("date1904") is "1" or "true";
            }
            else if (xml.LocalName == "sheet" && RelationId(xml) is { } id && worksheets.TryGetValue(id, out var part))
            {
                if (sheets.Count == package.Bounds.MaxSheets)
                {
                    throw new BadSpreadsheetException(
                        $"The workbook has more than {package.Bounds.MaxSheets:N0} sheets: save the sheet with the "
                        + "table as a workbook of its own.");
                }

                var name = xml.GetAttribute("name") ?? "";
                sheets.Add(new XlsxSheet(
                    name.Length <= MaxNameLength ? name : name[..MaxNameLength], part,
                    xml.GetAttribute("state") is "hidden" or "veryHidden"));
            }
        }

        return (sheets, since1904);
    }

    private static string? RelationId(XmlReader xml) =>
        xml.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
        ?? xml.GetAttribute("id", "http://purl.oclc.org/ooxml/officeDocument/relationships");

    private static List<bool> ReadDateStyles(XlsxPackage package, string? path)
    {
        var styles = new List<bool>();
        using var xml = path is null ? null : package.TryRead(path);
        if (xml is null)
            return styles;

        var dates = new HashSet<int>();
        var inCellFormats = false;
        while (xml.ReadNode(package.Bounds))
        {
            if (xml.LocalName == "cellXfs")
                inCellFormats = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            if (xml.NodeType != XmlNodeType.Element || !int.TryParse(xml.GetAttribute("numFmtId"), out var format))
                continue;
            if (xml.LocalName == "numFmt" && XlsxDates.IsDateFormat(xml.GetAttribute("formatCode") ?? ""))
                dates.Add(format);
            else if (xml.LocalName == "xf" && inCellFormats)
                styles.Add(dates.Contains(format) || XlsxDates.IsDateFormat(format));
            if (Math.Max(styles.Count, dates.Count) > package.Bounds.MaxCellFormats)
            {
                throw new BadSpreadsheetException(
                    $"The workbook has more than {package.Bounds.MaxCellFormats:N0} cell formats: copy the table into "
                    + "a new workbook, or send it as csv.");
            }
        }

        return styles;
    }

    /// <summary>Reads the relations of a part, with paths absolute in the package.</summary>
    private static List<Relation> Relations(XlsxPackage package, string path)
    {
        var folder = path[..(path.LastIndexOf('/') + 1)];
        var relations = new List<Relation>();
        using var xml = package.TryRead($"{folder}_rels/{path[folder.Length..]}.rels");
        while (xml is not null && xml.ReadNode(package.Bounds))
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "Relationship"
                || xml.GetAttribute("TargetMode") == "External")
            {
                continue;
            }

            if (relations.Count == package.Bounds.MaxParts)
            {
                throw new BadSpreadsheetException(
                    $"The workbook has more than {package.Bounds.MaxParts:N0} parts: copy the table into a new workbook, "
                    + "or send it as csv.");
            }

            var kind = xml.GetAttribute("Type") ?? "";
            var target = xml.GetAttribute("Target") ?? "";
            if (target.Length > MaxTargetLength)
                continue;
            relations.Add(new Relation(
                xml.GetAttribute("Id") ?? "", kind[(kind.LastIndexOf('/') + 1)..], Resolve(folder, target)));
        }

        return relations;
    }

    private static string Resolve(string folder, string target)
    {
        var parts = new List<string>();
        var path = target.StartsWith('/') ? target : folder + target;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ".."))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    private readonly record struct Relation(string Id, string Kind, string Path);
}

/// <summary>Describes a worksheet.</summary>
/// <param name="Name">The name on its tab.</param>
/// <param name="Path">Its part of the package.</param>
/// <param name="Hidden">True if its tab is hidden.</param>
internal sealed record XlsxSheet(string Name, string Path, bool Hidden);
