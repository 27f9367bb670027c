using System.Text;
using System.Text.Json;
using Extraction.Links;
using Extractor.Worker.Direct;
using Jobs;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tests.Jobs;

/// <summary>Tests links sent to a worker while its store is unavailable.</summary>
public sealed class DirectLinksTests
{
    [Theory]
    [InlineData(2, StatusCodes.Status200OK)]
    [InlineData(int.MaxValue, StatusCodes.Status202Accepted)]
    public async Task Links_whose_jobs_have_run_are_answered_with_their_ID_when_the_store_does_not_answer(
        int failures, int status)
    {
        using var world = new JobsWorld();
        world.Away.Before = method =>
        {
            if (method == nameof(IJobReader.ListAsync) && failures-- > 0)
                throw new StoreUnavailableException("The store is unavailable: wait.");
        };

        var (answered, body) = await SendAsync(world);

        Assert.Equal(status, answered);
        var id = body.GetProperty("id").GetString()!;
        var counts = await CountAsync(world, id);
        Assert.Equal((2, 2), (counts.Total, counts.Succeeded));
        if (status == StatusCodes.Status202Accepted)
            Assert.Contains($"/submissions/{id}", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_that_a_worker_can_no_longer_claim_are_answered_with_their_ID()
    {
        using var world = new JobsWorld();
        world.Away.Before = method =>
        {
            if (method == nameof(IClaimStore.ClaimAsync))
                throw new StoreUnavailableException("The store is unavailable: wait.");
        };

        var (answered, body) = await SendAsync(world);

        Assert.Equal(StatusCodes.Status202Accepted, answered);
        Assert.Equal(2, (await CountAsync(world, body.GetProperty("id").GetString()!)).Accepted);
    }

    private static ValueTask<SubmissionCounts> CountAsync(JobsWorld world, string id)
    {
        Assert.True(SubmissionId.TryParse(id, out var submission));
        return world.Store.CountAsync(submission, CancellationToken.None);
    }

    private static async Task<(int Status, JsonElement Body)> SendAsync(JobsWorld world)
    {
        using var stopping = new CancellationTokenSource();
        var service = new DirectLinksService(
            new AdmissionGate(10), new LinkJobs(world.Get<JobFactory>()), world.Get<JobSubmitter>(),
            world.Get<JobRunner>(), world.Get<IJobReader>(), world.Clock, world.Get<StoreClock>(),
            world.Get<RandomSource>(), new Running(stopping.Token), NullLogger<DirectLinksService>.Instance);
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        };
        context.Request.Body = new MemoryStream(
            Encoding.UTF8.GetBytes("""{"links":["stand000001","stand000002"]}"""));
        using var written = new MemoryStream();
        context.Response.Body = written;

        var result = await world.AdvanceUntilAsync(service.RunAsync(context), TimeSpan.FromSeconds(0.5));

        await ((IResult)result).ExecuteAsync(context);
        return (context.Response.StatusCode, JsonDocument.Parse(written.ToArray()).RootElement.Clone());
    }

    private sealed class Running(CancellationToken stopping) : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => stopping;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => throw new InvalidOperationException("Nobody stops this process.");
    }
}
