using System.Diagnostics.CodeAnalysis;
using Files.Preparation;
using Files.Rows;
using Tables.Csv;

namespace Gateway.Api.Files;

/// <summary>Reads the parameters of an upload.</summary>
internal static class FileRequestReader
{
    public static bool TryRead(
        RowParameters parameters, RowKinds kinds,
        [NotNullWhen(true)] out FileRequest? request, [NotNullWhen(false)] out string? problem)
    {
        request = null;
        if (!TryReadKind(parameters["kind"], kinds, out var kind, out problem)
            || !TryReadEncoding(parameters["encoding"], out var encoding, out problem)
            || !TryReadSeparator(parameters["separator"], out var separator, out problem)
            || !TryReadTasks(parameters, kinds, out var tasks, out problem))
        {
            return false;
        }

        if (!parameters.TryReadFlag("header", out var header))
        {
            problem = "The parameter header must be \"true\" or \"false\".";
            return false;
        }

        request = new FileRequest
        {
            Kind = kind,
            Columns = ReadColumns(parameters, kinds),
            Header = header,
            Encoding = encoding,
            Separator = separator,
            Sheet = parameters["sheet"],
            Tasks = tasks,
            Webhook = parameters["webhook"],
        };
        return true;
    }

    private static bool TryReadKind(
        string? text, RowKinds kinds, out RowKind? kind, [NotNullWhen(false)] out string? problem)
    {
        kind = text is null ? null : kinds.Find(text);
        problem = text is null || kind is not null
            ? null
            : $"The parameter kind must be {string.Join(" or ", kinds.All.Select(known => $"\"{known.Name}\""))}: "
                + "leave it out to detect it.";
        return problem is null;
    }

    private static bool TryReadEncoding(
        string? text, out System.Text.Encoding? encoding, [NotNullWhen(false)] out string? problem)
    {
        encoding = text is null ? null : TextEncodings.Find(text);
        problem = text is null || encoding is not null
            ? null
            : "The parameter encoding must be \"utf-8\", \"utf-16le\", \"utf-16be\", or \"cp949\".";
        return problem is null;
    }

    private static bool TryReadSeparator(string? text, out char? separator, [NotNullWhen(false)] out string? problem)
    {
        separator = text switch
        {
            "tab" or "\\t" => '\t',
            [var one] when one is not ('"' or '\r' or '\n' or '\0') => one,
            _ => null,
        };
        problem = text is null || separator is not null
            ? null
            : "The parameter separator must be one character, or \"tab\".";
        return problem is null;
    }

    private static bool TryReadTasks(
        RowParameters parameters, RowKinds kinds,
        [NotNullWhen(true)] out Dictionary<RowKind, IRowTask>? tasks, [NotNullWhen(false)] out string? problem)
    {
        tasks = [];
        problem = null;
        foreach (var kind in kinds.All)
        {
            if (!kind.TryReadTask(parameters, out var task, out problem))
                return false;
            tasks.Add(kind, task);
        }

        return true;
    }

    private static Dictionary<string, string> ReadColumns(RowParameters parameters, RowKinds kinds) =>
        kinds.All.SelectMany(kind => kind.ColumnParameters)
            .Where(name => parameters[name] is not null)
            .ToDictionary(name => name, name => parameters[name]!);
}
