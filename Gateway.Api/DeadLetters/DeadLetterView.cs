using System.Text;
using System.Text.Unicode;
using Gateway.Api.Jobs;
using Jobs.DeadLetters;

namespace Gateway.Api.DeadLetters;

/// <param name="Id">The letter.</param>
/// <param name="At">When it was given up.</param>
/// <param name="JobId">Its job, if the message named one.</param>
/// <param name="Kind">The job's kind.</param>
/// <param name="Failure">Why.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Origin">Where the message came from.</param>
/// <param name="Text">The beginning of the message, where it is text.</param>
/// <param name="Base64">The beginning of the message, where it is not.</param>
/// <param name="Length">Bytes of the message.</param>
internal sealed record DeadLetterView(
    string Id, DateTimeOffset At, string? JobId, string? Kind, FailureView? Failure, int Attempts, string Origin,
    string? Text, string? Base64, int Length)
{
    /// <summary>Enough to see what a message is; a list of whole ones could be a gigabyte.</summary>
    private const int MaxShown = 2048;

    public static DeadLetterView Of(DeadLetter letter)
    {
        var shown = letter.Raw.Span[..Math.Min(letter.Raw.Length, MaxShown)];
        var isText = Utf8.IsValid(shown);
        return new DeadLetterView(
            letter.Id.ToString("N"), letter.At, letter.JobId?.ToString(), letter.Kind, FailureView.Of(letter.Failure), letter.Attempts,
            letter.Origin, isText ? Encoding.UTF8.GetString(shown) : null, isText ? null : Convert.ToBase64String(shown), letter.Raw.Length);
    }
}

internal sealed record DeadLetterPageView(IReadOnlyList<DeadLetterView> Items, string? Next);
