using System.Reflection;

namespace Tests.Pace;

/// <summary>Calls a store and waits on the caller's thread, so that the store's own threads change no order.</summary>
public class InlineProxy<TRole> : DispatchProxy where TRole : class
{
    private object inner = null!;
    private Action<string> called = null!;

    internal static TRole Around(object store, Action<string> called)
    {
        object proxy = Create<TRole, InlineProxy<TRole>>();
        (((InlineProxy<TRole>)proxy).inner, ((InlineProxy<TRole>)proxy).called) = (store, called);
        return (TRole)proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        called(targetMethod!.Name);
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var pending = targetMethod.Invoke(inner, args);
            if (pending is ValueTask plain)
            {
                plain.AsTask().GetAwaiter().GetResult();
                return ValueTask.CompletedTask;
            }

            var task = (Task)pending!.GetType().GetMethod(nameof(ValueTask.AsTask))!.Invoke(pending, null)!;
            task.GetAwaiter().GetResult();
            return Activator.CreateInstance(pending.GetType(), task);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
