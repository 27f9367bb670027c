using System.Diagnostics.CodeAnalysis;
using Files.Columns;
using Files.Progress;
using Files.Results;
using Jobs.Running;
using Tables;

namespace Files.Rows;

/// <summary>
/// Defines a kind of row: finds its columns in a file, creates the task of its jobs, and lays out its result.
/// </summary>
/// <remarks>
/// Register an implementation with <see cref="FilesRegistration.AddRowKind{TKind}"/>; uploads, results, and progress
/// then support it. Implementations are stateless, so any number of threads can use them.
/// </remarks>
public abstract class RowKind
{
    /// <summary>Name in requests, answers, and stored details; lower case.</summary>
    public abstract string Name { get; }

    /// <summary>Kind of the jobs that process batches of these rows.</summary>
    public abstract JobKind JobKind { get; }

    /// <summary>
    /// Kinds of the jobs that a row starts; their key is the first value of the row's result. Empty if the batch's job
    /// finishes its rows.
    /// </summary>
    public virtual IReadOnlyList<JobKind> RowJobs => [];

    /// <summary>
    /// Returns true when a job of this kind may succeed in part, and its result says what is missing.
    /// </summary>
    public virtual bool HasRemarks(JobKind kind) => false;

    /// <summary>Returns what is missing from a result, as a sentence; null if nothing is.</summary>
    /// <param name="result">Result of a job of one of the <see cref="RowJobs"/>.</param>
    public virtual string? Remark(string result) => null;

    /// <summary>Parameters that name a column of these rows, by its header or its number.</summary>
    public abstract IReadOnlyList<string> ColumnParameters { get; }

    /// <summary>Advice for an error message: the parameters to send if the columns are not found.</summary>
    public abstract string ColumnAdvice { get; }

    /// <summary>Describes the parameters of an upload for the API description; sentences.</summary>
    public abstract string UploadHelp { get; }

    /// <summary>Parameters that change the layout of the result.</summary>
    public virtual IReadOnlyList<string> ResultParameters => [];

    /// <summary>Describes the result for the API description; sentences.</summary>
    public abstract string ResultHelp { get; }

    /// <summary>Reason that this process cannot accept such rows, as a sentence with advice; null if it can.</summary>
    public virtual string? Unavailable => null;

    /// <summary>Notices that the license of the data requires with every result.</summary>
    public virtual IReadOnlyList<string> Attributions => [];

    /// <summary>Reads this kind's parameters of an upload. The columns are not known yet.</summary>
    public abstract bool TryReadTask(
        RowParameters parameters, [NotNullWhen(true)] out IRowTask? task, [NotNullWhen(false)] out string? problem);

    /// <summary>Checks for a text that is a value of these rows, so that its row cannot be a header.</summary>
    public virtual bool IsValue(Cell cell) => false;

    /// <summary>Finds the columns that are named, else by their headers, else by their values.</summary>
    /// <param name="sample">The first rows of the file.</param>
    /// <param name="columns">Headers or numbers of named columns, by parameter.</param>
    /// <param name="requested">True if the request names this kind.</param>
    /// <returns>Null if the file has no such columns.</returns>
    /// <exception cref="Uploads.UploadRefusedException">A named column does not exist.</exception>
    public abstract RowColumns? FindColumns(
        TableSample sample, IReadOnlyDictionary<string, string> columns, bool requested);

    /// <summary>Checks this kind's parameters of a result.</summary>
    /// <returns>A sentence that says which parameter is wrong, or null.</returns>
    public virtual string? CheckResult(RowParameters parameters) => null;

    /// <summary>Creates the layout of a file's result.</summary>
    /// <param name="file">The file.</param>
    /// <param name="parameters">Valid parameters of the result.</param>
    /// <param name="jobs">States of the jobs that rows started.</param>
    public abstract IResultRows LayOut(FileDetails file, RowParameters parameters, RowJobStates jobs);
}
