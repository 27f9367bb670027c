namespace Adapters.Webhooks;

/// <summary>Codes of failures at webhooks, beside <see cref="global::Jobs.Failures.FailureCodes"/>.</summary>
public static class WebhookFailureCodes
{
    /// <summary>The address may not be told, or not any more.</summary>
    public const string Refused = "webhook-refused";

    /// <summary>The receiver does not answer.</summary>
    public const string Away = "webhook-away";

    /// <summary>The receiver answers, and not with success.</summary>
    public const string Rejected = "webhook-rejected";
}
