using Tests.Kafka;
using Tests.Processes;
using Tests.Support;

namespace Tests.Guard;

/// <summary>Tests that a worker answers only to callers that have its secret, and to no page at all.</summary>
[Collection(HostTests.Name)]
public sealed class WorkerGuardTests
{
    private const string Secret = "a secret of both hosts";
    private const string Body = "{\"links\":[\"stand000001\"]}";

    [NeedsKafkaFact]
    public async Task A_worker_answers_only_to_callers_with_the_secret_and_to_no_page()
    {
        using var folder = new TempFolder();
        await using var worker = await StartAsync(folder, $"Direct:Secret={Secret}");
        var host = worker.Client.BaseAddress!.Authority;

        foreach (var (path, headers, expected) in new (string, string[], int)[]
        {
            ("/links", [], 401),
            ("/jobs", [], 401),
            ("/links", ["Authorization: Bearer another secret of both"], 401),
            ("/links", [$"Authorization: Bearer {Secret}x"], 401),
            ("/links", [$"Authorization: Basic {Secret}"], 401),
            ("/links", [$"Authorization: Bearer {Secret}", $"Authorization: Bearer {Secret}"], 401),
            ("/links", [$"Authorization: Bearer {Secret}", $"Origin: http://{host}"], 403),
            ("/links", [$"Authorization: Bearer {Secret}", "Sec-Fetch-Site: same-origin"], 403),
            ("/nowhere", [], 401),
            ("/jobs", [$"Authorization: Bearer {Secret}"], 400),
        })
        {
            var (status, head) = await RawHttp.SendAsync(
                worker.Client.BaseAddress, RawHttp.Request("POST", path, Body, [$"Host: {host}", .. headers]));
            Assert.Equal((expected, path, headers.Length), (status, path, headers.Length));
            Assert.Contains("X-Content-Type-Options: nosniff", head, StringComparison.Ordinal);
        }

        Assert.Equal(421, (await SendAsync(worker, "GET", "/health", "Host: evil.test")).Status);
        Assert.Equal(200, (await SendAsync(worker, "GET", "/alive", $"Host: {host}")).Status);
    }

    [NeedsKafkaFact]
    public async Task A_worker_without_a_secret_runs_nothing_for_callers_and_says_which_setting_it_lacks()
    {
        using var folder = new TempFolder();
        await using var worker = await StartAsync(folder);
        using var body = new StringContent(Body);

        using var answer = await worker.Client.PostAsync("/links", body);

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Contains("Direct:Secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<GatewayProcess> StartAsync(TempFolder folder, params string[] settings) =>
        GatewayProcess.StartWorkerAsync(
            [$"Data:Path={folder.Path}", "ConnectionStrings:kafka=127.0.0.1:1", "Kafka:TopicsTimeout=00:00:00.1", .. settings]);

    private static Task<(int Status, string Head)> SendAsync(
        GatewayProcess worker, string method, string path, string host) =>
        RawHttp.SendAsync(worker.Client.BaseAddress!, RawHttp.Request(method, path, "", host));
}
