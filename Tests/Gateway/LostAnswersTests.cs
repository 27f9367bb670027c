using System.Net.Http.Json;
using System.Net;
using System.Reflection;
using System.Text.Json;
using Gateway.Api.Jobs;
using Jobs.Events;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Time;
using Jobs;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StandIn.Settings;
using Tests.Jobs;
using Tests.Support;

namespace Tests.Gateway;

/// <summary>A request that had an effect is answered with it, or its repeat is harmless.</summary>
public sealed class LostAnswersTests
{
    private static readonly StandInSettings Slow = new() { Latency = TimeSpan.FromSeconds(30) };

    [Theory]
    [InlineData("/links")]
    [InlineData("/links?transport=http")]
    public async Task A_wait_longer_than_the_time_limit_of_requests_is_answered_with_the_jobs(string path)
    {
        await using var app = await GatewayApp.StartWithAsync(
            services => services.Configure<RequestTimeoutOptions>(
                limits => limits.DefaultPolicy = new() { Timeout = TimeSpan.FromMilliseconds(300) }), Slow);
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = JsonContent.Create(new { links = "stand000001" });
        request.Headers.Add("Prefer", "wait=1");

        var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("wait=1", Assert.Single(response.Headers.GetValues("Preference-Applied")));
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        var job = Assert.Single(body.GetProperty("jobs").EnumerateArray()).GetProperty("id").GetString();
        Assert.Equal(job, (await app.GetAsync($"/jobs/{job}")).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("/links")]
    [InlineData("/links?transport=http")]
    public async Task Accepted_links_are_answered_with_their_jobs_when_the_store_fails_during_the_wait(string path)
    {
        await using var app = await GatewayApp.StartWithAsync(
            services => FailingReads.Install(services, nameof(IJobReader.CountAsync)), Slow);
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = JsonContent.Create(new { links = "stand000001" });
        request.Headers.Add("Prefer", "wait=2");

        var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Single(body.GetProperty("jobs").EnumerateArray());
    }

    [Fact]
    public async Task A_waiting_request_repeated_with_its_key_is_accepted_once()
    {
        await using var app = await GatewayApp.StartAsync(Slow);
        (string, string)[] headers = [("Prefer", "wait=1"), ("Idempotency-Key", "one")];

        var (_, first) = await app.PostLinksAsync("stand000001", headers);
        var (response, again) = await app.PostLinksAsync("stand000001", headers);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal(1, (await app.GetAsync("/status")).GetProperty("counts").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_retry_of_many_jobs_that_takes_longer_than_a_request_may_says_what_it_did()
    {
        await using var app = await GatewayApp.StartWithAsync(services =>
        {
            services.Configure<RequestTimeoutOptions>(
                limits => limits.DefaultPolicy = new() { Timeout = TimeSpan.FromMilliseconds(300) });
            SlowRetries.Install(services);
        }, Slow);
        var id = await app.SubmitAsync([.. Enumerable.Range(0, 40).Select(i => $"stand{i:000000}")]);
        foreach (var job in (await app.GetAsync($"/submissions/{id}")).GetProperty("jobs").EnumerateArray())
        {
            using var canceled = await app.Client.PostAsync(
                new Uri($"/jobs/{job.GetProperty("id").GetString()}/cancel", UriKind.Relative), null);
            Assert.Equal(HttpStatusCode.OK, canceled.StatusCode);
        }

        using var response = await app.Client.PostAsync(
            new Uri("/jobs/retry?state=cancelled", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(40, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("retried").GetInt32());
    }
}

public sealed class LongRetryTests
{
    [Fact]
    public async Task A_retry_of_many_jobs_starts_none_after_its_time_and_says_what_remains()
    {
        using var world = new JobsWorld();
        var submission = Some.Submission();
        await world.Store.AddAsync(
            submission,
            [
                .. Some.Jobs(submission.Id, 200).Select(
                    job => job with { State = JobState.Cancelled, NextRelayAt = null }),
            ],
            CancellationToken.None);
        var calls = 0;
        world.Away.Before = name =>
        {
            if (name == nameof(ISubmissionStore.RetryAsync) && Interlocked.Increment(ref calls) == 50)
                world.Clock.Advance(TimeSpan.FromSeconds(21));
        };
        var service = new JobService(
            (ISubmissionStore)(object)world.Away, (IJobReader)(object)world.Away, world.DeadLetters,
            world.Get<JobPublisher>(), world.Get<IJobEvents>(), Options.Create(world.Options),
            world.Get<StoreClock>(), world.Clock, NullLogger<JobService>.Instance);

        var (retried, remaining) = await service.RetryAllAsync(
            JobState.Cancelled, submission.Id, CancellationToken.None);

        Assert.InRange(retried, 50, 120);
        Assert.Equal(200, retried + remaining);
        Assert.Equal(retried, world.Queue.Published.Count);
    }
}

/// <summary>A reader of jobs that fails in one method.</summary>
public class FailingReads : DispatchProxy
{
    private object inner = null!;
    private string method = "";

    internal static void Install(IServiceCollection services, string method)
    {
        var original = services.Last(service => service.ServiceType == typeof(IJobReader));
        services.AddSingleton(provider =>
        {
            var proxy = (FailingReads)(object)Create<IJobReader, FailingReads>();
            proxy.inner = original.ImplementationFactory!(provider);
            proxy.method = method;
            return (IJobReader)(object)proxy;
        });
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == method
            ? throw new StoreUnavailableException("The store is away: wait.")
            : targetMethod.Invoke(inner, args);
}

/// <summary>A store in which every retry takes a while.</summary>
public class SlowRetries : DispatchProxy
{
    private ISubmissionStore inner = null!;

    internal static void Install(IServiceCollection services)
    {
        var original = services.Last(service => service.ServiceType == typeof(ISubmissionStore));
        services.AddSingleton(provider =>
        {
            var proxy = (SlowRetries)(object)Create<ISubmissionStore, SlowRetries>();
            proxy.inner = (ISubmissionStore)original.ImplementationFactory!(provider);
            return (ISubmissionStore)(object)proxy;
        });
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(ISubmissionStore.RetryAsync)
            ? new ValueTask<Job?>(RetryAsync(args!))
            : targetMethod.Invoke(inner, args);

    private async Task<Job?> RetryAsync(object?[] args)
    {
        await Task.Delay(400, (CancellationToken)args[3]!);
        return await inner.RetryAsync(
            (JobId)args[0]!, (DateTimeOffset)args[1]!, (DateTimeOffset)args[2]!,
            (CancellationToken)args[3]!);
    }
}
