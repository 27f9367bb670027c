using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Tests.Support;

namespace Tests.Images;

/// <summary>Submits links and files to a gateway, and waits for their ends.</summary>
internal static class Submissions
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(2);

    /// <summary>Submits links.</summary>
    /// <returns>The submission's ID.</returns>
    public static async Task<string> SubmitAsync(this Container gateway, object request)
    {
        using var response = await gateway.Client.PostAsJsonAsync("/links", request);
        return await AcceptedAsync(gateway, response);
    }

    /// <summary>Submits a file of synthetic links.</summary>
    /// <returns>The submission's ID.</returns>
    public static async Task<string> SubmitFileAsync(this Container gateway, string prefix, int rows)
    {
        var table = new StringBuilder("link\n");
        for (var row = 0; row < rows; row++)
            table.Append($"https://youtu.be/stand{prefix}{row:0000}\n");
        using var content = new StringContent(table.ToString(), Encoding.UTF8, "text/csv");
        using var response = await gateway.Client.PostAsync("/files", content);
        return await AcceptedAsync(gateway, response);
    }

    /// <summary>Waits until all jobs of a submission succeeded.</summary>
    public static async Task<JsonElement> SucceedsAsync(this Container gateway, string submission)
    {
        var end = await Eventually.ValueAsync(
            () => gateway.GetAsync($"/submissions/{submission}"),
            view => view.GetProperty("done").GetBoolean(),
            $"submission {submission} is done:\n{gateway}",
            WaitLimit);
        Assert.Equal(
            end.GetProperty("counts").GetProperty("total").GetInt32(),
            end.GetProperty("counts").GetProperty("succeeded").GetInt32());
        return end;
    }

    /// <summary>Waits until every row of a file succeeded.</summary>
    public static async Task SucceedsWithRowsAsync(this Container gateway, string submission, int rows)
    {
        var end = await gateway.SucceedsAsync(submission);
        var file = end.GetProperty("file");
        Assert.Equal((rows, 0), (file.GetProperty("done").GetInt32(), file.GetProperty("failed").GetInt32()));
    }

    private static async Task<string> AcceptedAsync(Container gateway, HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{response.StatusCode} {body}\n{gateway}");
        using var view = JsonDocument.Parse(body);
        return view.RootElement.GetProperty("id").GetString()!;
    }
}
