using System.Text;
using System.Text.Unicode;
using Gateway.Api.Jobs;
using Jobs.DeadLetters;

namespace Gateway.Api.DeadLetters;

/// <param name="Id">The dead letter.</param>
/// <param name="At">Time at which the message was given up.</param>
/// <param name="JobId">Its job, if the message names one.</param>
/// <param name="Kind">The kind of the job.</param>
/// <param name="Failure">The reason.</param>
/// <param name="Attempts">Number of attempts.</param>
/// <param name="Origin">The source of the message.</param>
/// <param name="Text">The beginning of the message, if it is text.</param>
/// <param name="Base64">The beginning of the message, if it is not text.</param>
/// <param name="Length">Length of the message in bytes.</param>
internal sealed record DeadLetterView(
    string Id, DateTimeOffset At, string? JobId, string? Kind, FailureView? Failure, int Attempts, string Origin,
    string? Text, string? Base64, int Length)
{
    public static DeadLetterView Of(DeadLetter deadLetter)
    {
        var shown = deadLetter.Raw.Span[..Math.Min(deadLetter.Raw.Length, DeadLetter.ListedBytes)];
        var isText = Utf8.IsValid(shown);
        return new DeadLetterView(
            deadLetter.Id.ToString("N"), deadLetter.At, deadLetter.JobId?.ToString(), deadLetter.Kind,
            FailureView.Of(deadLetter.Failure), deadLetter.Attempts, deadLetter.Origin,
            isText ? Encoding.UTF8.GetString(shown) : null, isText ? null : Convert.ToBase64String(shown),
            deadLetter.Length);
    }
}

internal sealed record DeadLetterPageView(IReadOnlyList<DeadLetterView> Items, string? Next);
