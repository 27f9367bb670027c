using Jobs.Submissions;
using MongoDB.Bson;

namespace Adapters.MongoDb;

/// <summary>
/// Names the fields of a spooled file: one document in <c>spool</c> with its state and claim, and one in
/// <c>spool.pages</c> for each page of batches, which stays below the limit of a document.
/// </summary>
internal static class SpoolDocument
{
    public const string Id = "_id";
    public const string State = "state";
    public const string Owner = "owner";

    /// <summary>End of the claim, on the clock of the server.</summary>
    public const string ClaimedUntil = "claimedUntil";

    /// <summary>The file as JSON; absent until it is kept.</summary>
    public const string Note = "note";

    /// <summary>Number of pages.</summary>
    public const string Pages = "pages";

    /// <summary>The first page that is not stored as jobs.</summary>
    public const string NextPage = "nextPage";

    public const string File = "file";
    public const string Page = "page";

    /// <summary>Number of the first batch of a page.</summary>
    public const string First = "first";

    public const string Lines = "lines";

    /// <summary>The file is being written.</summary>
    public const string Open = "open";

    /// <summary>The file is complete.</summary>
    public const string Kept = "kept";

    /// <summary>The file is being deleted.</summary>
    public const string Deleted = "deleted";

    public static BsonDocument PagesOf(SubmissionId id) => new(File, Bson.Of(id));
}
