namespace ServiceDefaults.Guard;

/// <summary>Options of the guard of a host.</summary>
internal sealed record GuardOptions
{
    public const string AllowedHostsSetting = "AllowedHosts";

    /// <summary>
    /// Host names for which the host answers, apart from localhost and addresses: <see cref="HostNames"/>.
    /// </summary>
    public string? AllowedHosts { get; set; }

    /// <summary>True if the host has a page; false if only programs with the secret may call it.</summary>
    public bool ServesPages { get; set; }
}
