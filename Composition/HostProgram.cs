using System.Reflection;
using Composition.Settings;
using Jobs.Starting;
using Jobs.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Composition;

/// <summary>Runs a host as a program.</summary>
public static class HostProgram
{
    /// <summary>Runs the host until it is stopped.</summary>
    /// <returns>
    /// 0, or 1 after one sentence on standard error if the operator has to change something. Other errors are bugs, and
    /// end the process with their stack trace.
    /// </returns>
    public static Task<int> RunAsync(Func<WebApplication> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var program = build.Method.Module.Assembly;
        if (program == Assembly.GetEntryAssembly())
            OwnerOnly.Apply();
        return ReportAsync(async () =>
        {
            await using var app = build();
            SettingsCheck.Check(app.Configuration, program);
            await CheckAsync(app.Services);
            await app.RunAsync();
        });
    }

    /// <inheritdoc cref="RunAsync"/>
    internal static async Task<int> ReportAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception error) when (SentenceOf(error) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>
    /// Checks settings, folders, and the store before the host starts, because the host logs what fails later with its
    /// stack trace.
    /// </summary>
    private static async Task CheckAsync(IServiceProvider services)
    {
        services.GetService<IStartupValidator>()?.Validate();
        foreach (var folder in services.GetServices<WritableFolder>().Distinct())
            folder.Check();
        _ = services.GetServices<IHostedService>().Count();
        if (services.GetService<StoreOwner>() is { } owner)
            await owner.TakeAsync(CancellationToken.None);
    }

    private static string? SentenceOf(Exception error) => error switch
    {
        CannotStartException or StoreUnavailableException => error.Message,
        OptionsValidationException options => string.Join(' ', options.Failures),
        AggregateException { InnerExceptions: var inner } when inner.All(each => SentenceOf(each) is not null) =>
            string.Join(' ', inner.Select(SentenceOf)),
        IOException { InnerException: AddressInUseException } =>
            $"{error.Message} Stop the program that uses it, or choose another address with --urls.",
        _ => null,
    };
}
