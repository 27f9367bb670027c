using Extraction.Rows;
using Files;
using Geocoding.Rows;

namespace Gateway.Api.Files;

internal static class FilesApiRegistration
{
    /// <summary>Registers the files and the kinds of rows that this gateway accepts.</summary>
    public static IHostApplicationBuilder AddFilesApi(this IHostApplicationBuilder builder)
    {
        builder.AddFiles().AddRowKind<LinkRows>().AddRowKind<CoordinateRows>();
        builder.Services.ConfigureHttpJsonOptions(
            json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, FilesViewJson.Default));
        builder.Services.AddSingleton<FileResultService>();
        builder.Services.AddSingleton<FilesService>();
        builder.Services.AddSingleton<UploadReader>();
        return builder;
    }
}
