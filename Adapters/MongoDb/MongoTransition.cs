using Jobs;
using Jobs.Transitions;
using MongoDB.Bson;
using static Adapters.MongoDb.JobDocument;

namespace Adapters.MongoDb;

/// <summary>
/// Translates the transitions of <see cref="JobTransitions"/> into conditions and updates. Each applies to one document
/// at a time, which the server does atomically.
/// </summary>
internal static class MongoTransition
{
    /// <summary>Returns the condition of a transition: its states, their times, and the fence.</summary>
    public static BsonDocument Condition(this JobTransition transition, in TransitionArguments arguments)
    {
        var sources = new List<BsonDocument>();
        foreach (var group in transition.From.GroupBy(source => (source.Reached, source.Has), source => source.State))
        {
            var states = In(group);
            if (group.Key.Reached is { } time)
                states.Add(NameOf(time), AtOrBefore(arguments.Now));
            else if (group.Key.Has is { } field)
                states.Add(NameOf(field), new BsonDocument("$exists", true));
            sources.Add(states);
        }

        var condition = sources is [var only] ? only : new BsonDocument("$or", new BsonArray(sources));
        return transition.HoldsFence ? condition.Add(Fence, arguments.Fence) : condition;
    }

    /// <summary>Returns the condition of a transition of one job.</summary>
    public static BsonDocument Condition(
        this JobTransition transition, JobId id, in TransitionArguments arguments) =>
        transition.Condition(arguments).Add(Id, Bson.Of(id));

    /// <summary>Returns the update of a transition.</summary>
    /// <param name="transition">The transition.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="relays">
    /// The job's relays, for a transition that schedules; the caller adds them to the condition.
    /// </param>
    public static BsonDocument Update(
        this JobTransition transition, in TransitionArguments arguments, int relays = 0)
    {
        var set = new BsonDocument();
        var unset = new BsonDocument();
        var increment = new BsonDocument();
        if (transition.To is { } to)
            set.Add(State, Bson.Of(to));
        foreach (var change in transition.Sets)
        {
            var name = NameOf(change.Field);
            if (change is FieldChange.Add add)
                increment.Add(name, add.Number);
            else if (ValueOf(change, arguments, relays) is { } value)
                set.Add(name, value);
            else
                unset.Add(name, 1);
        }

        foreach (var field in transition.Clears)
            unset.Add(NameOf(field), 1);
        return new BsonDocument()
            .With("$set", set.ElementCount > 0 ? set : null)
            .With("$unset", unset.ElementCount > 0 ? unset : null)
            .With("$inc", increment.ElementCount > 0 ? increment : null);
    }

    public static BsonDocument In(params IEnumerable<JobState> states) =>
        new(State, new BsonDocument("$in", new BsonArray(states.Select(Bson.Of))));

    public static BsonDocument AtOrBefore(DateTimeOffset at) => new("$lte", Bson.Of(at));

    private static BsonValue? ValueOf(FieldChange change, in TransitionArguments arguments, int relays) => change switch
    {
        FieldChange.Assign assign => ValueOf(assign.Argument, arguments),
        FieldChange.Reset => BsonInt32.Create(0),
        FieldChange.Schedule schedule => Bson.Of(arguments.Now + schedule.After(arguments.Delay, relays)),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "Translate this change."),
    };

    private static BsonValue? ValueOf(JobArgument argument, in TransitionArguments arguments) => argument switch
    {
        JobArgument.Now => Bson.Of(arguments.Now),
        JobArgument.Worker => arguments.Worker is { } worker ? new BsonString(worker) : null,
        JobArgument.Held => new BsonInt32(arguments.Fence),
        JobArgument.LeaseEnd => Bson.Of(arguments.LeaseEnd),
        JobArgument.RetryTime => Bson.Of(arguments.RetryTime),
        JobArgument.RelayTime => Bson.Of(arguments.RelayTime),
        JobArgument.Reason => arguments.Reason is { } failure ? Bson.Of(failure) : null,
        JobArgument.Steps => StagesOf(arguments.Steps),
        JobArgument.Output => arguments.Output is { } result ? new BsonString(result) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(argument), argument, "Translate this argument."),
    };

    private static string NameOf(JobField field) => field switch
    {
        JobField.Attempt => Attempt,
        JobField.Fence => Fence,
        JobField.CompletedFence => CompletedFence,
        JobField.Relays => Relays,
        JobField.RetriedAt => RetriedAt,
        JobField.QueuedAt => QueuedAt,
        JobField.StartedAt => StartedAt,
        JobField.FinishedAt => FinishedAt,
        JobField.DueAt => DueAt,
        JobField.LeaseExpiresAt => LeaseExpiresAt,
        JobField.NextRelayAt => NextRelayAt,
        JobField.WaitsSince => WaitsSince,
        JobField.ReleasedAt => ReleasedAt,
        JobField.UpdatedAt => UpdatedAt,
        JobField.Owner => Owner,
        JobField.Failure => Failure,
        JobField.Stages => Stages,
        JobField.Result => Result,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Name this field in the document."),
    };
}
