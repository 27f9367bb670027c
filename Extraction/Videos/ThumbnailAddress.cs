using System.Diagnostics.CodeAnalysis;

namespace Extraction.Videos;

/// <summary>Addresses of thumbnails end up in pages; only hosts that serve them are kept.</summary>
public static class ThumbnailAddress
{
    private static readonly string[] Hosts = ["ytimg.com", "ggpht.com", "googleusercontent.com"];

    public static bool IsKnown([NotNullWhen(true)] string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && Hosts.Any(host => uri.Host == host || uri.Host.EndsWith($".{host}", StringComparison.Ordinal));
}
