using Extraction.Media;

namespace Extraction.Captions;

/// <summary>Selects caption tracks by language. Pure.</summary>
public static class CaptionChoice
{
    /// <summary>
    /// Selects one track per language: an exact match before a variant (<c>en</c> matches <c>en-GB</c>), and a manual
    /// track before an automatic one. <c>*</c> selects every track.
    /// </summary>
    /// <returns>The tracks, and the languages without a track.</returns>
    public static (IReadOnlyList<CaptionSource> Tracks, IReadOnlyList<string> Missing) Choose(
        IReadOnlyList<CaptionSource> tracks, CaptionsRequest request)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentNullException.ThrowIfNull(request);
        var chosen = new List<CaptionSource>();
        var missing = new List<string>();
        foreach (var language in request.Languages)
        {
            var found = language == "*" ? tracks : [.. Fitting(tracks, language).Take(1)];
            if (found.Count == 0)
                missing.Add(language);
            chosen.AddRange(found);
        }

        return ([.. chosen.DistinctBy(track => (track.Language, track.IsAutomatic))], missing);
    }

    private static IEnumerable<CaptionSource> Fitting(IEnumerable<CaptionSource> tracks, string language) => tracks
        .Where(track => Is(track, language) || track.Language.StartsWith(
            $"{language}-", StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(track => Is(track, language))
        .ThenBy(track => track.IsAutomatic);

    private static bool Is(CaptionSource track, string language) =>
        track.Language.Equals(language, StringComparison.OrdinalIgnoreCase);
}
