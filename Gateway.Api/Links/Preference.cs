using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Gateway.Api.Links;

/// <summary>
/// The preferences of RFC 7240 that this gateway honours: <c>wait</c>. Others are ignored, as the RFC asks.
/// </summary>
internal static class Preference
{
    /// <summary>A connection that hangs for longer is more likely cut by something in between than answered.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <returns>
    /// How long the caller would wait for results, at most <see cref="LongestWait"/>; null when it would not.
    /// </returns>
    public static TimeSpan? Wait(StringValues headers)
    {
        foreach (var header in headers)
        {
            foreach (var range in header.AsSpan().Split(','))
            {
                // What follows a semicolon are parameters, which wait has none of.
                var preference = header.AsSpan()[range];
                var end = preference.IndexOf(';');
                var (name, value) = Pair(end < 0 ? preference : preference[..end]);
                if (!name.Equals("wait", StringComparison.OrdinalIgnoreCase)
                    || !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                {
                    continue;
                }

                return seconds == 0 ? null : TimeSpan.FromSeconds(Math.Min(seconds, LongestWait.TotalSeconds));
            }
        }

        return null;
    }

    private static (string Name, string Value) Pair(ReadOnlySpan<char> text)
    {
        var equals = text.IndexOf('=');
        return equals < 0
            ? (text.Trim().ToString(), "")
            : (text[..equals].Trim().ToString(), text[(equals + 1)..].Trim().Trim('"').ToString());
    }
}
