namespace Gateway.Api.Files;

internal static class FilesRegistration
{
    public static IHostApplicationBuilder AddFiles(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<FilesOptions>().BindConfiguration(FilesOptions.Section).ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.ConfigureHttpJsonOptions(
            json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, FilesJson.Default));
        builder.Services.AddSingleton<BatchSpool>();
        builder.Services.AddSingleton<ColumnFinder>();
        builder.Services.AddSingleton<FileBatches>();
        builder.Services.AddSingleton<FileFeeder>();
        builder.Services.AddSingleton<FilePreparation>();
        builder.Services.AddSingleton<FileProgress>();
        builder.Services.AddSingleton<ResultExport>();
        builder.Services.AddSingleton<FilesHandler>();
        builder.Services.AddSingleton<UploadReader>();
        builder.Services.AddHostedService<FileFeederStart>();
        return builder;
    }
}
