using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tests.Gateway;
using Tests.Support;

namespace Tests.Files;

/// <summary>Sends a file of coordinates to a gateway, and reads its state.</summary>
internal static class FeedingSteps
{
    public const int Rows = 10_000;

    public static async Task<HttpResponseMessage> SendAsync(GatewayApp app, string? key)
    {
        var csv = "n,x,y\n" + string.Concat(Enumerable.Range(0, Rows).Select(
            i => string.Create(CultureInfo.InvariantCulture, $"{i},127.083,37.1139\n")));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/files?name=a.csv");
        request.Content = new StringContent(csv);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await app.Client.SendAsync(request);
    }

    public static async Task<string> IdOfAsync(HttpResponseMessage response)
    {
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    public static Task<JsonElement> FileDoneAsync(GatewayApp app, string id) => Eventually.ValueAsync(
        async () => (await app.GetAsync($"/submissions/{id}?limit=1")).GetProperty("file"),
        view => view.GetProperty("waiting").GetInt32() == 0,
        "every row is done",
        TimeSpan.FromSeconds(40));

    public static async Task<JsonElement> CountsAsync(GatewayApp app, string id) =>
        (await app.GetAsync($"/submissions/{id}?limit=1")).GetProperty("counts");

    public static async Task<string> FirstSubmissionAsync(GatewayApp app)
    {
        var items = (await app.GetAsync("/submissions")).GetProperty("items");
        return items.GetArrayLength() == 0 ? "" : items[0].GetProperty("id").GetString()!;
    }

    public static async Task<int> CountSubmissionsAsync(GatewayApp app) =>
        (await app.GetAsync("/submissions")).GetProperty("items").GetArrayLength();
}
