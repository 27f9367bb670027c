using System.Globalization;
using System.Text;
using Files.Rows;

namespace Files.Preparation;

/// <summary>Holds the sender's description of a file; null values are detected.</summary>
public sealed record FileRequest
{
    public RowKind? Kind { get; init; }

    /// <summary>Named columns by parameter: a header, or a number from 1.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    public bool? Header { get; init; }

    public Encoding? Encoding { get; init; }

    public char? Separator { get; init; }

    public string? Sheet { get; init; }

    /// <summary>The task of each kind of row; the columns are not known yet.</summary>
    public required IReadOnlyDictionary<RowKind, IRowTask> Tasks { get; init; }

    /// <summary>Address that is notified when every row is done.</summary>
    public string? Webhook { get; init; }

    /// <summary>Returns a text that is equal for equal requests only.</summary>
    public string Canonical() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kind?.Name}\n{Lines(Columns.Select(column => $"{column.Key}={column.Value}"))}\n{Header}\n"
        + $"{Encoding?.CodePage}\n{Separator}\n{Sheet}\n{Webhook}\n"
        + $"{Lines(Tasks.Select(task => $"{task.Key.Name} {task.Value.ToJson()}"))}");

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
