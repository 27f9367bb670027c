using Jobs.Submissions;

namespace Jobs.Stores;

/// <summary>Keeps the webhooks to send.</summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IWebhookStore
{
    /// <summary>Lists submissions that have a <see cref="Submission.Webhook"/>, oldest first.</summary>
    ValueTask<IReadOnlyList<Submission>> ListWebhooksAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken);

    /// <summary>Clears the <see cref="Submission.Webhook"/> of a submission.</summary>
    /// <returns>True for the one caller that cleared it.</returns>
    ValueTask<bool> TakeWebhookAsync(SubmissionId id, CancellationToken cancellationToken);
}
