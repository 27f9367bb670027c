using System.Globalization;
using Jobs;
using Jobs.Transitions;

namespace Adapters.Sqlite;

/// <summary>
/// A transition of <see cref="JobTransitions"/> as one conditional UPDATE. The text is built once; binding allocates
/// nothing but the JSON of failures and stages.
/// </summary>
internal sealed class SqliteTransition
{
    private readonly List<JobArgument> parameters = [];
    private readonly string sql;
    private readonly bool holdsFence;

    private SqliteTransition(JobTransition transition, bool oneJob, string? returning)
    {
        holdsFence = transition.HoldsFence;
        string[] sets =
        [
            .. transition.To is { } to ? [$"state = {Number(to)}"] : Array.Empty<string>(),
            .. transition.Sets.Select(change => $"{Column(change.Field)} = {Value(change)}"),
            .. transition.Clears.Select(field => $"{Column(field)} = NULL"),
        ];
        var from = string.Join(" OR ", transition.From
            .GroupBy(source => (source.Reached, source.Has), source => source.State)
            .Select(group => group.Key switch
            {
                ({ } field, _) => $"(state IN ({Numbers(group)}) AND {Column(field)} <= {Parameter(JobArgument.Now)})",
                (_, { } field) => $"(state IN ({Numbers(group)}) AND {Column(field)} IS NOT NULL)",
                _ => $"state IN ({Numbers(group)})",
            }));
        string[] conditions =
        [
            .. oneJob ? [$"id = ?{parameters.Count + 1}"] : Array.Empty<string>(),
            .. holdsFence ? [$"fence = ?{parameters.Count + 2}"] : Array.Empty<string>(),
            $"({from})",
        ];
        sql = $"UPDATE jobs SET {string.Join(", ", sets)} WHERE {string.Join(" AND ", conditions)}"
            + (returning is null ? "" : $" RETURNING {returning}");
    }

    /// <summary>Translates a transition of one job.</summary>
    /// <param name="transition">The transition.</param>
    /// <param name="returning">
    /// Returns the changed job as a row: <see cref="JobRow.Columns"/> or <see cref="JobRow.BriefColumns"/>.
    /// </param>
    public static SqliteTransition OfOne(JobTransition transition, string? returning = null) =>
        new(transition, oneJob: true, returning);

    /// <summary>Translates a transition of all jobs that it applies to.</summary>
    public static SqliteTransition OfAll(JobTransition transition) => new(transition, oneJob: false, returning: null);

    public Statement Prepare(Connection connection) => connection.Prepare(sql);

    /// <summary>Binds all parameters of a prepared statement.</summary>
    public Statement Bind(Statement update, JobId id, in TransitionArguments arguments)
    {
        BindAll(update, arguments).Bind(id.Value);
        return holdsFence ? update.Bind(arguments.Fence) : update;
    }

    /// <summary>Changes one job.</summary>
    /// <returns>False when the transition does not apply.</returns>
    public bool Run(Connection connection, JobId id, in TransitionArguments arguments) =>
        Bind(Prepare(connection), id, arguments).Run() == 1;

    /// <summary>Changes all jobs that the transition applies to.</summary>
    /// <returns>How many it changed.</returns>
    public int Run(Connection connection, in TransitionArguments arguments) =>
        BindAll(Prepare(connection), arguments).Run();

    public override string ToString() => sql;

    private Statement BindAll(Statement update, in TransitionArguments arguments)
    {
        foreach (var parameter in parameters)
            Bind(update, parameter, arguments);
        return update;
    }

    private static void Bind(Statement update, JobArgument parameter, in TransitionArguments arguments) =>
        _ = parameter switch
        {
            JobArgument.Now => update.Bind(arguments.Now),
            JobArgument.Worker => update.Bind(arguments.Worker),
            JobArgument.Held => update.Bind(arguments.Fence),
            JobArgument.LeaseEnd => update.Bind(arguments.LeaseEnd),
            JobArgument.RetryTime => update.Bind(arguments.RetryTime),
            JobArgument.RelayTime => update.Bind(arguments.RelayTime),
            JobArgument.Delay => update.Bind(arguments.Delay),
            JobArgument.Reason => update.Bind(SqliteJson.WriteOrNull(arguments.Reason)),
            JobArgument.Steps => update.Bind(SqliteJson.Write(arguments.Steps)),
            JobArgument.Output => update.Bind(arguments.Output),
            _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "Bind this argument."),
        };

    private string Value(FieldChange change) => change switch
    {
        FieldChange.Assign assign => Parameter(assign.Argument),
        FieldChange.Add add => $"{Column(add.Field)} + {add.Number.ToString(CultureInfo.InvariantCulture)}",
        FieldChange.Reset => "0",
        FieldChange.Schedule schedule =>
            $"{Parameter(JobArgument.Now)} + {Parameter(JobArgument.Delay)} * "
            + $"(1 << min(relays, {schedule.MaxDoublings.ToString(CultureInfo.InvariantCulture)}))",
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "Translate this change."),
    };

    /// <summary>Parameters are numbered in the order of their first use, and bound in that order.</summary>
    private string Parameter(JobArgument argument)
    {
        if (!parameters.Contains(argument))
            parameters.Add(argument);
        return $"?{parameters.IndexOf(argument) + 1}";
    }

    private static string Numbers(IEnumerable<JobState> states) => string.Join(", ", states.Select(Number));

    private static string Number(JobState state) => ((int)state).ToString(CultureInfo.InvariantCulture);

    private static string Column(JobField field) => field switch
    {
        JobField.Attempt => "attempt",
        JobField.Fence => "fence",
        JobField.CompletedFence => "completed_fence",
        JobField.Relays => "relays",
        JobField.RetriedAt => "retried_at",
        JobField.QueuedAt => "queued_at",
        JobField.StartedAt => "started_at",
        JobField.FinishedAt => "finished_at",
        JobField.DueAt => "due_at",
        JobField.LeaseExpiresAt => "lease_expires_at",
        JobField.NextRelayAt => "next_relay_at",
        JobField.WaitsSince => "waits_since",
        JobField.ReleasedAt => "released_at",
        JobField.UpdatedAt => "updated_at",
        JobField.Owner => "owner",
        JobField.Failure => "failure",
        JobField.Stages => "stages",
        JobField.Result => "result",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Add a column for this field."),
    };
}
