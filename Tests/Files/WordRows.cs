using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Files;
using Files.Batches;
using Files.Columns;
using Files.Progress;
using Files.Results;
using Files.Rows;
using Jobs.Running;
using Tables;

namespace Tests.Files;

/// <summary>Defines rows with a word, whose result is the word in capitals.</summary>
internal sealed class WordRows : RowKind
{
    public static readonly JobKind Job = new("word-rows", "word-rows.requested", JobWeight.Light);

    public override string Name => "words";

    public override JobKind JobKind => Job;

    public override IReadOnlyList<string> ColumnParameters { get; } = ["word"];

    public override string ColumnAdvice => "name it with word";

    public override string UploadHelp => "Words need no parameters.";

    public override string ResultHelp => "Words are in capitals.";

    public override bool TryReadTask(
        RowParameters parameters, [NotNullWhen(true)] out IRowTask? task, [NotNullWhen(false)] out string? problem)
    {
        (task, problem) = (new WordTask(0), null);
        return true;
    }

    public override RowColumns? FindColumns(
        TableSample sample, IReadOnlyDictionary<string, string> columns, bool requested) =>
        columns.TryGetValue("word", out var named)
            ? new RowColumns(new Dictionary<string, int> { ["word"] = sample.Named(named) })
            : null;

    public override IResultRows LayOut(FileDetails file, RowParameters parameters, RowJobStates jobs) =>
        new WordResultRows(file);
}

internal sealed record WordTask(int Word) : IRowTask
{
    public IRowTask At(RowColumns columns) => new WordTask(columns["word"]);

    public string ToJson() => JsonSerializer.Serialize(this, WordTaskJson.Default.WordTask);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WordTask))]
internal sealed partial class WordTaskJson : JsonSerializerContext;

internal sealed class WordRowsHandler() : RowBatchHandler<WordTask>(WordRows.Job, WordTaskJson.Default.WordTask)
{
    protected override bool IsValid(WordTask task) => task is { Word: >= 0 };

    protected override Task<JobOutcome> HandleAsync(
        JobContext context, RowBatch batch, WordTask task, CancellationToken cancellationToken)
    {
        var rows = batch.Rows.Select(row => new RowResult([row[task.Word].Text.ToUpperInvariant()], null)).ToList();
        return Task.FromResult<JobOutcome>(new JobOutcome.Success(new BatchResult(rows).ToJson()));
    }
}

internal sealed class WordResultRows(FileDetails file) : IResultRows
{
    public IReadOnlyList<Cell> Header { get; } = [.. file.Columns.Append("capitals").Select(Cell.OfText)];

    public ValueTask<IReadOnlyList<IReadOnlyList<Cell>>> CreateAsync(
        RowBatch batch, BatchResult? result, string missingReason, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IReadOnlyList<Cell>>>(
            [.. batch.Rows.Select((row, i) => (IReadOnlyList<Cell>)[.. row, Cell.OfText(result!.Rows[i].Values[0])])]);
}
