using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Gateway.Api.Links;

/// <summary>
/// Reads <c>wait</c>, the only preference of RFC 7240 that this gateway supports. It ignores others, as the RFC asks.
/// </summary>
internal static class Preference
{
    /// <summary>Proxies tend to cut connections that are silent for longer.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <returns>
    /// The time that the caller waits for results, at most <see cref="LongestWait"/>; null if it does not wait.
    /// </returns>
    public static TimeSpan? Wait(StringValues headers)
    {
        foreach (var header in headers)
        {
            foreach (var range in header.AsSpan().Split(','))
            {
                // Parameters follow a semicolon; wait has none.
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
