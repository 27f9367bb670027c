using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Guard;

/// <summary>
/// Represents the host names for which a host answers: localhost and names below it, IP addresses, and the names in
/// <c>AllowedHosts</c>. A page of another site can let its own name lead here (DNS rebinding), but none of these.
/// </summary>
internal sealed class HostNames
{
    private const string Any = "*";
    private const string Local = "localhost";
    private const string BelowLocal = ".localhost";

    private static readonly char[] Separators = [';', ','];

    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> suffixes = [];
    private readonly bool all;

    /// <param name="setting">
    /// Names, separated by semicolons: <c>links.example.org</c>, <c>*.example.org</c> for any name below, <c>*</c> for
    /// any name, or an address as in <c>https://links.example.org</c>, of which the host counts.
    /// </param>
    public HostNames(string? setting)
    {
        foreach (var entry in Entries(setting))
        {
            if (entry == Any)
                all = true;
            else if (entry.StartsWith("*.", StringComparison.Ordinal))
                suffixes.Add(entry[1..]);
            else
                names.Add(NameOf(entry)!);
        }
    }

    /// <returns>The first entry that is no host name; null if all are valid.</returns>
    public static string? FirstInvalid(string? setting) => Array.Find(
        Entries(setting), entry => entry != Any && NameOf(entry) is null);

    /// <param name="host">The host of a request. Only a program leaves it out, never a browser.</param>
    public bool Allows(HostString host)
    {
        if (all || !host.HasValue)
            return true;
        var name = host.Host;
        return name.Equals(Local, StringComparison.OrdinalIgnoreCase) || IsAddress(name) || names.Contains(name)
            || name.EndsWith(BelowLocal, StringComparison.OrdinalIgnoreCase)
            || suffixes.Exists(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
    }

    private static string[] Entries(string? setting) =>
        (setting ?? "").Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? NameOf(string entry)
    {
        if (entry.Contains("://", StringComparison.Ordinal))
            return Uri.TryCreate(entry, UriKind.Absolute, out var address) ? address.Host : null;
        var name = entry.StartsWith("*.", StringComparison.Ordinal)
            ? entry[2..]
            : HostString.FromUriComponent(entry).Host;
        return Uri.CheckHostName(name) is UriHostNameType.Unknown ? null : name;
    }

    /// <summary>Recognizes addresses in their usual form only: the system may take others for names.</summary>
    private static bool IsAddress(string name) => name.StartsWith('[')
        ? IPAddress.TryParse(name, out var address) && address.AddressFamily is AddressFamily.InterNetworkV6
        : IPAddress.TryParse(name, out var four) && four.AddressFamily is AddressFamily.InterNetwork
            && four.ToString() == name;
}
