using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StandIn.Proxy;

/// <summary>
/// One self-made certificate for all the hosts, new at every start, valid for a day. <c>GET /standin/certificate</c>
/// gives it as PEM to those who would rather trust it than look away.
/// </summary>
internal static class ProxyCertificate
{
    public static void AddProxyCertificate(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton(services => Make(services.GetRequiredService<TimeProvider>()));

    public static void MapProxyCertificate(this WebApplication app) =>
        app.MapGet("/standin/certificate", (X509Certificate2 certificate) =>
            TypedResults.Text(certificate.ExportCertificatePem(), "application/x-pem-file"));

    private static X509Certificate2 Make(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=stand-in", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var domain in YouTubeHosts.Domains)
        {
            names.AddDnsName(domain);
            names.AddDnsName($"*.{domain}");
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        var now = time.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));

        // Windows cannot serve TLS with a key that lives only in memory: https://github.com/dotnet/runtime/issues/23749
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null);
    }
}
