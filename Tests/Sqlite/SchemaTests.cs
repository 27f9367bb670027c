using Adapters.Sqlite;
using Jobs;
using SQLitePCL;
using Tests.Contracts;
using Tests.Support;

namespace Tests.Sqlite;

public sealed class SchemaTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>The last version whose jobs had one field for leases and turns.</summary>
    private const int BeforeLeases = 3;

    /// <summary>The last version whose jobs were all released.</summary>
    private const int BeforeLanes = 4;

    private readonly TempFolder folder = new();

    private string DatabaseFile => Path.Combine(folder.Path, "links.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_of_the_version_before_leases_opens_with_its_jobs_in_every_state()
    {
        var submission = Some.Submission();
        var ids = JobStates.All.ToDictionary(state => state, _ => JobId.New(TimeProvider.System));
        MakeOld(submission.Id.Value, ids);

        using var database = Open();
        var store = new SqliteJobStore(database);

        foreach (var (state, id) in ids)
        {
            var job = (await store.GetAsync(id, None))!;
            Assert.Equal(state, job.State);
            Assert.Equal(state is JobState.Running ? Some.Noon : null, job.LeaseExpiresAt);
            Assert.Equal(state is JobState.Running || state.IsTerminal() ? null : Some.Noon, job.NextRelayAt);
            Assert.Equal(("{}", "\"result\""), (job.Payload, job.Result));
        }

        var taken = await store.TakeAllAsync(Some.Noon, Some.RedeliveryDelay, 10, None);
        Assert.Equal(
            new[] { JobState.Accepted, JobState.Queued, JobState.Running, JobState.Retrying }.Select(state =>
                ids[state]).ToHashSet(),
            [.. taken.Select(job => job.Id)]);
        Assert.NotNull(
            await store.ClaimAsync(ids[JobState.Accepted], "worker", Some.Noon, Some.Noon.AddSeconds(8), None));
    }

    [Fact]
    public async Task A_file_of_the_version_before_lanes_opens_with_released_jobs()
    {
        var submission = Some.Submission();
        var ids = JobStates.All.ToDictionary(state => state, _ => JobId.New(TimeProvider.System));
        MakeOld(submission.Id.Value, ids);
        using (var connection = Connection.Open(DatabaseFile))
        {
            foreach (var step in Schema.Steps[BeforeLeases..BeforeLanes])
                connection.Execute(step);
            connection.Execute($"PRAGMA user_version = {BeforeLanes}");
        }

        using var database = Open();
        var store = new SqliteJobStore(database);

        foreach (var (state, id) in ids)
        {
            var job = (await store.GetAsync(id, None))!;
            Assert.Equal(
                (state, null, null, JobPriority.Normal, ""),
                (job.State, job.WaitsSince, job.ReleasedAt, job.Priority, job.Client));
        }

        Assert.Empty(await store.ListLanesAsync(null, 10, None));
        Assert.Equal(2, (await store.CountReleasedAsync(None))["link"].Waiting);
        var records = new SqliteRecordStore(database, TimeProvider.System);
        Assert.True(await records.ChangeAsync("relay", (record, _) => ("x", record is null), None));
    }

    [Fact]
    public void Lanes_and_their_jobs_are_found_by_their_index()
    {
        Open().Dispose();
        using var connection = Connection.Open(DatabaseFile);

        foreach (var plan in (string[])[
            Plan(connection, SqliteLanes.NextClientsSql), Plan(connection, SqliteLanes.NextKindSql),
            Plan(connection, SqliteLanes.NextPrioritySql), Plan(connection, SqliteLanes.WaitingSql)])
        {
            Assert.Contains("USING COVERING INDEX jobs_by_lane", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Finding_lanes_reads_no_job_of_a_full_one()
    {
        using var database = Open();
        var store = new SqliteJobStore(database);
        foreach (var client in (string[])["a", "b"])
        {
            var submission = Some.Submission();
            await store.AddAsync(
                submission,
                [
                    .. Some.Jobs(submission.Id, 5_000).Select(job => job with
                    {
                        Client = client, NextRelayAt = null, WaitsSince = Some.Noon,
                    }),
                ],
                None);
        }

        var steps = await database.ReadAsync(
            connection =>
            {
                Assert.Equal(["a", "b"], SqliteLanes.List(connection, null, 10).Select(lane => lane.Client));
                return connection.Prepare(SqliteLanes.NextClientsSql).MachineSteps
                    + connection.Prepare(SqliteLanes.NextKindSql).MachineSteps
                    + connection.Prepare(SqliteLanes.NextPrioritySql).MachineSteps;
            },
            None);

        Assert.InRange(steps, 1, 500);
    }

    [Fact]
    public void Jobs_are_counted_from_indexes_alone()
    {
        Open().Dispose();
        using var connection = Connection.Open(DatabaseFile);

        var released = Plan(connection, SqliteLanes.ReleasedSql);
        var waiting = Plan(connection, SqliteLanes.CountWaitingSql);

        Assert.Contains("USING COVERING INDEX jobs_by_relay", released, StringComparison.Ordinal);
        Assert.Contains("USING COVERING INDEX jobs_by_lease", released, StringComparison.Ordinal);
        Assert.Contains("USING COVERING INDEX jobs_by_lane", waiting, StringComparison.Ordinal);
    }

    [Fact]
    public void The_relay_reads_its_jobs_from_two_indexes_in_order_and_without_sorting()
    {
        Open().Dispose();
        using var connection = Connection.Open(DatabaseFile);

        var take = Plan(connection, SqliteTransitions.WaitingSql);
        var look = Plan(connection, SqliteTransitions.AnyWaitingSql);

        foreach (var plan in (string[])[take, look])
        {
            Assert.Contains("USING COVERING INDEX jobs_by_relay (next_relay_at<?)", plan, StringComparison.Ordinal);
            Assert.Contains("USING COVERING INDEX jobs_by_lease (lease_expires_at<?)", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("SCAN jobs", plan, StringComparison.Ordinal);
        }
    }

    private static string Plan(Connection connection, string sql)
    {
        var rows = connection.Prepare($"EXPLAIN QUERY PLAN {sql}");
        var plan = new List<string>();
        while (rows.Step())
            plan.Add(rows.Text(3));
        return string.Join('\n', plan);
    }

    /// <summary>Creates a file as that version left it.</summary>
    private void MakeOld(Guid submission, Dictionary<JobState, JobId> ids)
    {
        Batteries_V2.Init();
        using var connection = Connection.Open(DatabaseFile);
        foreach (var step in Schema.Steps[..BeforeLeases])
            connection.Execute(step);
        connection.Execute($"PRAGMA user_version = {BeforeLeases}");
        connection.Prepare("INSERT INTO submissions (id, accepted_at) VALUES (?, ?)")
            .Bind(submission).Bind(Some.Noon).Run();
        foreach (var (state, id) in ids)
        {
            connection.Prepare(
                """
                INSERT INTO jobs (id, submission_id, kind, key, state, attempt, fence, relays, accepted_at, updated_at,
                    relay_at, payload, result)
                VALUES (?1, ?2, 'link', ?3, ?4, 1, 1, 0, ?5, ?5, ?6, '{}', '"result"')
                """)
                .Bind(id.Value)
                .Bind(submission)
                .Bind(state.ToString())
                .Bind((long)state)
                .Bind(Some.Noon)
                .Bind(state.IsTerminal() ? (DateTimeOffset?)null : Some.Noon)
                .Run();
        }
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(folder.Path, new SqliteOptions { Durable = false });
}
