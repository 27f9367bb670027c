namespace Adapters.Webhooks;

/// <summary>Codes of webhook failures, in addition to <see cref="global::Jobs.Failures.FailureCodes"/>.</summary>
public static class WebhookFailureCodes
{
    /// <summary>The address is not allowed, or no longer allowed.</summary>
    public const string Refused = "webhook-refused";

    /// <summary>The receiver does not respond.</summary>
    public const string Unreachable = "webhook-away";

    /// <summary>The receiver does not respond with success.</summary>
    public const string Rejected = "webhook-rejected";
}
