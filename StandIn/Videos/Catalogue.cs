using System.Collections.Frozen;
using System.Reflection;
using StandIn.Settings;

namespace StandIn.Videos;

/// <summary>
/// Every video there is: the recorded ones, and one for each id that begins with <see cref="SyntheticVideo.Prefix"/>.
/// </summary>
internal sealed class Catalogue(CurrentSettings settings)
{
    private const string Folder = "Recordings/";

    private readonly FrozenDictionary<string, StandInVideo> recorded = ReadRecordings();

    public IEnumerable<StandInVideo> Recorded => recorded.Values;

    public StandInVideo? Find(string? id) => id switch
    {
        null or { Length: not 11 } => null,
        _ when recorded.TryGetValue(id, out var video) => video,
        _ when id.StartsWith(SyntheticVideo.Prefix, StringComparison.Ordinal) && IsWellFormed(id) =>
            SyntheticVideo.Make(id, settings.Value.SyntheticMediaBytes),
        _ => null,
    };

    private static bool IsWellFormed(string id) => Extraction.Links.VideoId.TryParse(id, out _);

    private static FrozenDictionary<string, StandInVideo> ReadRecordings()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => Recording.Read(Path.GetFileNameWithoutExtension(name), Read(assembly, name)))
            .ToFrozenDictionary(video => video.Id, StringComparer.Ordinal);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}

internal static class VideoFeatures
{
    public static void AddVideos(this WebApplicationBuilder builder) => builder.Services.AddSingleton<Catalogue>();
}
