using System.Buffers;
using Microsoft.Net.Http.Headers;

namespace Gateway.Api.Artifacts;

/// <summary>
/// Builds the name under which a browser saves a file: the title of the video, in any script, and the kind of file.
/// </summary>
internal static class FileTitle
{
    /// <summary>UTF-16 code units; with an extension still below the limit of file systems in UTF-8.</summary>
    private const int MaxTitle = 80;

    /// <summary>
    /// Characters that some file system refuses, and controls of text direction, which can disguise the extension.
    /// </summary>
    private static readonly SearchValues<char> Refused = SearchValues.Create(
        "<>:\"/\\|?*\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    /// <summary>
    /// Builds the header <c>Content-Disposition</c> with a UTF-8 and an ASCII name, as in RFC 6266.
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

        // "audio" and "video" add nothing to the extension.
        var suffix = part is "audio" or "video" ? "" : $" ({part})";
        return $"{(clean.Length > 0 ? clean : "video")}{suffix}{extension}";
    }
}
