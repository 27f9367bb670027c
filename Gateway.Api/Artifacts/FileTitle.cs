using System.Buffers;
using Microsoft.Net.Http.Headers;

namespace Gateway.Api.Artifacts;

/// <summary>
/// What a browser calls a file that it saves: the video's title, in whatever script, with what the file is.
/// </summary>
internal static class FileTitle
{
    /// <summary>In UTF-16 units; with an extension still below what file systems take in UTF-8.</summary>
    private const int MaxTitle = 80;

    /// <summary>
    /// What some system does not take in a file name, and what turns the direction of writing, so that a name shows
    /// another extension than it has.
    /// </summary>
    private static readonly SearchValues<char> Refused = SearchValues.Create(
        "<>:\"/\\|?*\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    /// <summary>
    /// The header <c>Content-Disposition</c>, with the name in UTF-8 as RFC 6266 has it and an ASCII one beside.
    /// </summary>
    public static string Disposition(string title, string artifactName, bool download)
    {
        var header = new ContentDispositionHeaderValue(download ? "attachment" : "inline");
        header.SetHttpFileName(Of(title, artifactName));
        return header.ToString();
    }

    internal static string Of(string title, string artifactName)
    {
        var extension = Path.GetExtension(artifactName);
        var part = Path.GetFileNameWithoutExtension(artifactName);
        var clean = string.Concat(title.Select(c => char.IsControl(c) || Refused.Contains(c) ? ' ' : c));
        clean = string.Join(' ', clean.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (clean.Length > MaxTitle)
            clean = clean[..(char.IsHighSurrogate(clean[MaxTitle - 1]) ? MaxTitle - 1 : MaxTitle)];
        clean = clean.Trim(' ', '.');

        // "audio" and "video" say what the extension says.
        var suffix = part is "audio" or "video" ? "" : $" ({part})";
        return $"{(clean.Length > 0 ? clean : "video")}{suffix}{extension}";
    }
}
