using Files.Acceptance;
using Files.Batches;
using Files.Columns;
using Files.Feeding;
using Files.Preparation;
using Files.Progress;
using Files.Results;
using Files.Rows;
using Files.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Files;

/// <summary>Registers the services of this project.</summary>
public static class FilesRegistration
{
    /// <summary>
    /// Registers the services of a process that accepts files. An adapter adds the <see cref="Spooling.IBatchSpool"/>;
    /// of several, the last takes new files, and all are fed.
    /// </summary>
    public static IHostApplicationBuilder AddFiles(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<FilesOptions>()
            .BindConfiguration(FilesOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<BatchJobs>();
        builder.Services.AddSingleton<ColumnFinder>();
        builder.Services.AddSingleton<FeederSignal>();
        builder.Services.AddSingleton<FileAcceptance>();
        builder.Services.AddSingleton<FileBatches>();
        builder.Services.AddSingleton<FileFeed>();
        builder.Services.AddSingleton<FilePreparation>();
        builder.Services.AddSingleton<FileProgress>();
        builder.Services.AddSingleton<ResultExport>();
        builder.Services.AddSingleton<RowKinds>();
        builder.Services.AddSingleton<UploadBudget>();
        builder.Services.AddSingleton<UploadFolder>();
        builder.Services.AddSingleton<UploadStore>();
        builder.Services.AddHostedService(services => services.GetRequiredService<UploadFolder>());
        builder.Services.AddHostedService<FileFeeder>();
        return builder;
    }

    /// <summary>Registers a kind of row. Files are searched for its columns after those of earlier kinds.</summary>
    public static IHostApplicationBuilder AddRowKind<TKind>(this IHostApplicationBuilder builder)
        where TKind : RowKind
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<RowKind, TKind>();
        return builder;
    }
}
