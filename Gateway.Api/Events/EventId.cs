using System.Globalization;

namespace Gateway.Api.Events;

/// <summary>
/// Represents the ID of a server-sent event, such as <c>1763704800000.17</c>: the job's timestamp in Unix milliseconds
/// and a number that is unique in the stream. The last event of a finished submission has <c>end</c> as its number.
/// </summary>
internal readonly record struct EventId(long UnixMilliseconds, bool IsEnd)
{
    public const string End = "end";

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(UnixMilliseconds);

    public static EventId? Parse(string? text)
    {
        if (text?.Split('.') is not [var stamp, var number])
            return null;
        return long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            && (number == End || long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                ? new EventId(milliseconds, number == End)
                : null;
    }
}
