using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Gateway.Api.Jobs;
using Jobs;
using Jobs.Events;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Simulation.Queues;

namespace Simulation.Judging;

/// <summary>
/// Walks the objects of a process and finds the collections and channels that hold jobs, or too much of anything. Sees
/// fields, and no local variables of methods that wait.
/// </summary>
internal static class MemoryWalk
{
    /// <summary>Bound of a collection that has no jobs: kinds, lanes, partitions, and timers.</summary>
    private const int MaxElements = 256;

    /// <summary>
    /// Files that were spooled and not accepted are remembered until they are removed: an hour, by design.
    /// </summary>
    private const string NotAccepted = "notAccepted";

    private static readonly string[] Product = ["Jobs", "Files", "Adapters", "Gateway", "Extraction"];
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();

    public static IEnumerable<string> Find(IServiceProvider services)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var left = new Stack<(object Found, string Path)>();
        foreach (var root in Roots(services))
            left.Push((root, root.GetType().Name));
        while (left.TryPop(out var next))
        {
            if (!seen.Add(next.Found) || next.Path.EndsWith(NotAccepted, StringComparison.Ordinal))
                continue;
            if (Waiting(next.Found) is > 0 and var events)
                yield return $"{next.Path} has {events} waiting items.";
            if (next.Found is IEnumerable many)
            {
                var elements = Elements(many).Take(MaxElements + 1).ToList();
                if (elements.Find(IsOfJob) is { } job)
                    yield return $"{next.Path} has {job}.";
                else if (elements.Count > MaxElements)
                    yield return $"{next.Path} has more than {MaxElements} elements.";
                foreach (var element in elements.Where(IsFollowed))
                    left.Push((element, $"{next.Path}[]"));
            }
            else
            {
                foreach (var field in Fields.GetOrAdd(next.Found.GetType(), FieldsOf))
                {
                    if (field.GetValue(next.Found) is { } value && IsFollowed(value))
                        left.Push((value, $"{next.Path}.{field.Name}"));
                }
            }
        }
    }

    private static IEnumerable<object> Roots(IServiceProvider services)
    {
        object?[] roots =
        [
            .. services.GetServices<IHostedService>(), services.GetService<JobService>(),
            services.GetService<JobRunner>(), services.GetService<JobSubmitter>(), services.GetService<EventHub>(),
            services.GetService<IJobQueue>(),
        ];
        return roots.OfType<object>()
            .SelectMany(root => root is BrokerConsumer consumer ? consumer.Parts : [root])
            .Where(IsFollowed);
    }

    private static int Waiting(object found) =>
        found.GetType().GetProperty("Reader")?.GetValue(found) is { } reader
        && reader.GetType().GetProperty("CanCount")?.GetValue(reader) is true
            ? (int)reader.GetType().GetProperty("Count")!.GetValue(reader)!
            : 0;

    private static IEnumerable<object> Elements(IEnumerable many)
    {
        if (many is IDictionary pairs)
            return pairs.Keys.Cast<object>().Concat(pairs.Values.Cast<object?>().OfType<object>());

        try
        {
            return [.. many.Cast<object?>().OfType<object>()
                .SelectMany(one => one is ITuple tuple
                    ? Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).OfType<object>()
                    : [one])];
        }
        catch (InvalidOperationException)
        {
            // An immutable array that was never set.
            return [];
        }
    }

    private static bool IsOfJob(object element) =>
        element is JobId or SubmissionId or Job or Lease or JobMessage or QueuedJob or JobEvent or Submission;

    private static bool IsFollowed(object value) => value is not string and not Delegate and not Type
        && (value is IEnumerable || IsChannel(value.GetType()) || IsOfProduct(value.GetType()))
        && value is not IServiceProvider && !value.GetType().IsPrimitive && !value.GetType().IsEnum;

    private static bool IsChannel(Type type) =>
        type.Namespace == "System.Threading.Channels" && type.Name.Contains("Channel", StringComparison.Ordinal)
        && !type.IsNested;

    private static bool IsOfProduct(Type type) => type.Assembly.GetName().Name is { } name
        && Array.Exists(Product, part => name.StartsWith(part, StringComparison.Ordinal));

    private static FieldInfo[] FieldsOf(Type type)
    {
        if (!IsOfProduct(type))
            return [];
        var fields = new List<FieldInfo>();
        for (var one = type; one is not null && IsOfProduct(one); one = one.BaseType)
        {
            fields.AddRange(one.GetFields(
                BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly));
        }

        return [.. fields.Where(field => !field.FieldType.IsPrimitive && field.FieldType != typeof(string))];
    }
}
