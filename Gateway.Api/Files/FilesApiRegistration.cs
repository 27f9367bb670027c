using Composition;
using Files;

namespace Gateway.Api.Files;

internal static class FilesApiRegistration
{
    /// <summary>Registers the files and their endpoints; the domains register the kinds of rows.</summary>
    public static IHostApplicationBuilder AddFilesApi(this IHostApplicationBuilder builder)
    {
        // Uploads are on disk while they are read.
        builder.AddFiles().RequireDataFolder();
        builder.Services.ConfigureHttpJsonOptions(
            json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, FilesViewJson.Default));
        builder.Services.AddSingleton<FileResultService>();
        builder.Services.AddSingleton<FilesService>();
        builder.Services.AddSingleton<UploadReader>();
        return builder;
    }
}
