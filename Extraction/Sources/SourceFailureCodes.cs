namespace Extraction.Sources;

/// <summary>Codes of source failures, in addition to <see cref="Jobs.Failures.FailureCodes"/>.</summary>
public static class SourceFailureCodes
{
    /// <summary>The video is private.</summary>
    public const string Private = "private";

    /// <summary>Deleted by its owner, or taken down.</summary>
    public const string Removed = "removed";

    /// <summary>Private, deleted, or never existed: the source does not say which.</summary>
    public const string Gone = "gone";

    /// <summary>The video is for members of the channel.</summary>
    public const string MembersOnly = "members-only";

    /// <summary>The video must be bought or rented.</summary>
    public const string Payment = "payment";

    /// <summary>The video requires a signed-in adult.</summary>
    public const string AgeRestricted = "age-restricted";

    /// <summary>The video is not available in this country.</summary>
    public const string Region = "region";

    /// <summary>A live event or premiere that has not started.</summary>
    public const string NotStarted = "not-started";

    /// <summary>The only source that was asked cannot return videos that cannot be embedded.</summary>
    public const string NotEmbeddable = "not-embeddable";

    /// <summary>The network between this machine and the source failed.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The source reported an error of its own.</summary>
    public const string SourceError = "source-error";

    /// <summary>The daily quota of the YouTube Data API is used up.</summary>
    public const string QuotaSpent = "quota-spent";

    /// <summary>Our own limit of requests per minute is reached.</summary>
    public const string BudgetSpent = "budget-spent";

    /// <summary>Every process of the source is in use; its budget is not the reason.</summary>
    public const string SourceBusy = "source-busy";

    /// <summary>No source that is configured and ready can answer this question.</summary>
    public const string NoSource = "no-source";
}
