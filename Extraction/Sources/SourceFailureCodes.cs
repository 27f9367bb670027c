namespace Extraction.Sources;

/// <summary>Codes of failures at the sources, beside <see cref="Jobs.Failures.FailureCodes"/>.</summary>
public static class SourceFailureCodes
{
    public const string Private = "private";

    /// <summary>Deleted by its owner, or taken down.</summary>
    public const string Removed = "removed";

    /// <summary>Private, deleted or never there: the source does not tell which.</summary>
    public const string Gone = "gone";

    public const string MembersOnly = "members-only";
    public const string Payment = "payment";
    public const string AgeRestricted = "age-restricted";
    public const string Region = "region";

    /// <summary>A live event or premiere that is still to begin.</summary>
    public const string NotStarted = "not-started";

    /// <summary>The only source that was asked gives no video that must not be embedded.</summary>
    public const string NotEmbeddable = "not-embeddable";

    /// <summary>The network between us and the source.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>An error on the source's own side.</summary>
    public const string SourceError = "source-error";

    public const string QuotaSpent = "quota-spent";

    /// <summary>Our own bound on requests a minute.</summary>
    public const string BudgetSpent = "budget-spent";

    /// <summary>As many programs as may run at once do.</summary>
    public const string SourceBusy = "source-busy";

    /// <summary>None that is configured and ready can do what was asked.</summary>
    public const string NoSource = "no-source";
}
