namespace Tests.AppHost;

/// <summary>Tests the Helm chart, without running Helm.</summary>
public sealed class KubernetesTests
{
    private const string Gateway = "templates/gateway/deployment.yaml";
    private const string Extractor = "templates/extractor/deployment.yaml";

    [Fact]
    public async Task Hosts_have_probes_limits_a_work_folder_and_no_rights()
    {
        using var chart = await Publication.ToAsync("kubernetes", variables: null, "--replicas", "3");

        Assert.Contains("name: \"links\"", chart["Chart.yaml"], StringComparison.Ordinal);
        Assert.Contains("replicas: 3", chart[Extractor], StringComparison.Ordinal);
        foreach (var deployment in new[] { chart[Gateway], chart[Extractor] })
        {
            Assert.All(
                [
                    "path: \"/health\"", "path: \"/alive\"", "scheme: \"HTTP\"", "memory: \"", "runAsNonRoot: true",
                    "readOnlyRootFilesystem: true", "fsGroup: 1654", "mountPath: \"/home/app\"", "mountPath: \"/tmp\"",
                    "emptyDir:",
                    "enableServiceLinks: false",
                ],
                part => Assert.Contains(part, deployment, StringComparison.Ordinal));
            Assert.DoesNotContain("scheme: \"http\"", deployment, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_host_exports_to_the_dashboard()
    {
        using var chart = await Publication.ToAsync("kubernetes");

        Assert.Equal(2, chart["values.yaml"].Split("OTEL_EXPORTER_OTLP_ENDPOINT").Length - 1);
    }

    [Theory]
    [InlineData("kafka", "1000")]
    [InlineData("mongo", "999")]
    public async Task A_server_keeps_its_data_in_a_folder_of_a_claim_that_its_user_may_write(string server, string user)
    {
        using var chart = await Publication.ToAsync("kubernetes");

        var set = chart[$"templates/{server}/statefulset.yaml"];
        Assert.Contains("subPath: \"data\"", set, StringComparison.Ordinal);
        Assert.Contains($"fsGroup: {user}", set, StringComparison.Ordinal);
        Assert.Contains($"serviceName: \"{server}-service\"", set, StringComparison.Ordinal);
        Assert.DoesNotContain("emptyDir", set, StringComparison.Ordinal);
        Assert.Contains($"templates/{server}/{server}-data-pvc.yaml", chart.Files);
    }

    [Fact]
    public async Task A_missing_secret_is_an_error_of_Helm_and_every_character_is_allowed()
    {
        using var chart = await Publication.ToAsync(
            "kubernetes", variables: null, "--Parameters:mongo-password", Publication.Secret);

        var secrets = chart["templates/gateway/secrets.yaml"];
        Assert.Contains(
            "Gateway__ApiKeys__0__Key: {{ if .Values.secrets.gateway.gateway_api_key }}"
            + "{{ .Values.secrets.gateway.gateway_api_key | toString | quote }}{{ else }}"
            + "{{ fail \"Set secrets.gateway.gateway_api_key in a file of values.\" }}{{ end }}",
            secrets, StringComparison.Ordinal);
        Assert.Contains(
            "ConnectionStrings__links: \"mongodb://mongo-service:27017/links\"",
            chart["values.yaml"],
            StringComparison.Ordinal);
        chart.AssertNoSecret();
    }

    [Fact]
    public async Task A_public_host_gets_an_ingress_with_TLS_and_is_allowed_with_the_name_of_the_service()
    {
        using var chart = await Publication.ToAsync("kubernetes", variables: null, "--public-host",
            "links.example.org");

        var ingress = chart["templates/public/public.yaml"];
        Assert.Contains("host: \"links.example.org\"", ingress, StringComparison.Ordinal);
        Assert.Contains("secretName: \"links-tls\"", ingress, StringComparison.Ordinal);
        Assert.Contains(
            "AllowedHosts: \"http://gateway-service:8080;links.example.org\"", chart["values.yaml"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probes_name_a_host_that_forwarded_host_names_allow()
    {
        using var chart = await Publication.ToAsync(
            "kubernetes", new Dictionary<string, string> { ["AllowedHosts"] = "a.example;b.example" });

        Assert.Contains(
            "AllowedHosts: \"http://gateway-service:8080;a.example;b.example\"", chart["values.yaml"], StringComparison.Ordinal);
        Assert.Contains("value: \"localhost\"", chart[Gateway], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workers_scale_by_lag_only_when_asked_to()
    {
        using var fixedSize = await Publication.ToAsync("kubernetes");
        using var scaled = await Publication.ToAsync(
            "kubernetes", Publication.External, "--infra", "external", "--scale-to", "12");

        Assert.DoesNotContain(fixedSize.Files, file => file.Contains("scaledobject", StringComparison.Ordinal));
        Assert.DoesNotContain("replicas:", scaled[Extractor], StringComparison.Ordinal);
        var text = scaled["templates/extractor/scaledobject.yaml"];
        Assert.All(
            [
                "name: \"extractor-deployment\"", "minReplicaCount: 2", "maxReplicaCount: 12",
                "bootstrapServersFromEnv: \"ConnectionStrings__kafka\"",
                "consumerGroup: \"extractors.links.requested\"",
                "sasl: \"plaintext\"", "tls: \"enable\"", "name: \"extractor-kafka\"",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.Contains(
            "Kafka__Client__sasl_password", scaled["templates/extractor/kafka.yaml"], StringComparison.Ordinal);
        scaled.AssertNoSecret();
    }

    [Fact]
    public async Task A_gateway_without_servers_keeps_its_data_in_a_claim_of_one_pod()
    {
        using var chart = await Publication.ToAsync("kubernetes", variables: null, "--infra", "embedded");

        Assert.Contains("type: \"Recreate\"", chart[Gateway], StringComparison.Ordinal);
        Assert.Contains("claimName: \"gateway-links-data-pvc\"", chart[Gateway], StringComparison.Ordinal);
    }
}
