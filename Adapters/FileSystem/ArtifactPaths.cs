using System.Text;
using Extraction.Artifacts;
using Extraction.Links;

namespace Adapters.FileSystem;

/// <summary>
/// Maps artifacts to paths: one folder per video with two files per artifact, its content, named after the digest, and
/// metadata that names the current content. Pure.
/// </summary>
/// <remarks>
/// IDs and names may differ by case alone, and some file systems ignore case, so an uppercase letter is written as
/// <c>+</c> and the lowercase letter. The leading underscore avoids the names that Windows reserves.
/// </remarks>
internal sealed class ArtifactPaths(string root)
{
    public const string MetadataPattern = "_*.json";
    public const string ContentPattern = "_*.bin";

    private const int DigestLength = 16;

    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Folder of files that are being written; on the same volume, so that a move is atomic.</summary>
    public string Incoming => Path.Combine(Root, "incoming");

    public string Folder(VideoId video) => Path.Combine(Root, Encode(video.Value));

    public string Metadata(VideoId video, ArtifactName name) =>
        Path.Combine(Folder(video), $"{Encode(name.Value)}.json");

    public string Content(VideoId video, string name, string sha256) =>
        Path.Combine(Folder(video), ContentName(name, sha256));

    public static string ContentName(string name, string sha256) => $"{Encode(name)}.{sha256[..DigestLength]}.bin";

    public string NewIncoming() => Path.Combine(Incoming, $"{Guid.NewGuid():N}.part");

    public static string Encode(string name)
    {
        var encoded = new StringBuilder("_", name.Length + 8);
        foreach (var character in name)
        {
            if (char.IsAsciiLetterUpper(character))
                encoded.Append('+');
            encoded.Append(char.ToLowerInvariant(character));
        }

        return encoded.ToString();
    }
}
