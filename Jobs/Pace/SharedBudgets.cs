using System.Text.Json;
using System.Text.Json.Serialization;
using Jobs.Stores;

namespace Jobs.Pace;

/// <summary>The budgets that all workers share, kept as records of the store.</summary>
public sealed class SharedBudgets(IRecordStore records)
{
    private const string Prefix = "budget ";

    /// <summary>Takes requests from a budget; creates it, or changes its rate, as the caller is configured.</summary>
    /// <param name="configured">The budget as the caller is configured.</param>
    /// <param name="call">What the caller asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The budget after the call, the answer, and the time of the store at which it was given.</returns>
    public ValueTask<(Budget Budget, BudgetAnswer Answer, DateTimeOffset At)> TakeAsync(
        Budget configured, BudgetCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configured);
        return ChangeAsync(
            configured,
            (budget, now) =>
            {
                var (after, answer) = budget.Take(call, now);
                return (after, (after, answer, now));
            },
            cancellationToken);
    }

    /// <summary>Changes a budget.</summary>
    /// <returns>The budget after the change, and the time of the store at which it changed.</returns>
    public ValueTask<(Budget Budget, DateTimeOffset At)> ChangeAsync(
        Budget configured, Func<Budget, DateTimeOffset, Budget> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configured);
        ArgumentNullException.ThrowIfNull(change);
        return ChangeAsync(
            configured,
            (budget, now) =>
            {
                var after = change(budget, now);
                return (after, (after, now));
            },
            cancellationToken);
    }

    /// <summary>Reads all budgets, and the time of the store.</summary>
    public async ValueTask<(IReadOnlyList<Budget> Budgets, DateTimeOffset Now)> ListAsync(
        CancellationToken cancellationToken)
    {
        var (found, now) = await records.ReadAsync(Prefix, cancellationToken);
        return ([.. found.Values.Select(Read)], now);
    }

    private ValueTask<T> ChangeAsync<T>(
        Budget configured, Func<Budget, DateTimeOffset, (Budget Budget, T Answer)> change,
        CancellationToken cancellationToken) => records.ChangeAsync(
        $"{Prefix}{configured.Key.Source} {configured.Key.Egress}",
        (record, now) =>
        {
            var before = record is null
                ? configured
                : Read(record) with
                {
                    RequestsPerMinute = configured.RequestsPerMinute,
                    JobsPerRequest = configured.JobsPerRequest,
                };
            var (after, answer) = change(before, now);
            return (JsonSerializer.Serialize(after, PaceJson.Default.Budget), answer);
        },
        cancellationToken);

    private static Budget Read(string record) => JsonSerializer.Deserialize(record, PaceJson.Default.Budget)!;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Budget))]
[JsonSerializable(typeof(PauseSet))]
internal sealed partial class PaceJson : JsonSerializerContext;
