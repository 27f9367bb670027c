using System.Diagnostics.CodeAnalysis;
using Microsoft.Net.Http.Headers;
using Tables;
using Tables.Csv;
using Tables.Xlsx;

namespace Gateway.Api.Files;

/// <summary>Sends a table as the body of a response, for download.</summary>
internal static class TableResponse
{
    public const string Workbook = "xlsx";

    /// <summary>Checks the name of a format.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out string? format, [NotNullWhen(false)] out string? problem)
    {
        (format, problem) = text is Workbook or "csv" or "json"
            ? (text, (string?)null)
            : (null, "The parameter format must be \"xlsx\", \"csv\", or \"json\".");
        return format is not null;
    }

    /// <summary>Sets the headers and opens the writer.</summary>
    /// <param name="response">The response.</param>
    /// <param name="format">A valid format.</param>
    /// <param name="name">Name of the downloaded file, without extension.</param>
    /// <param name="layout">Layout of a workbook.</param>
    /// <param name="openJson">Opens the writer for JSON.</param>
    public static ITableWriter Open(
        HttpResponse response, string format, string name, XlsxLayout layout, Func<Stream, ITableWriter> openJson)
    {
        response.ContentType = format switch
        {
            "csv" => "text/csv; charset=utf-8",
            "json" => "application/json",
            _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        };
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{name}.{format}");
        response.Headers.ContentDisposition = disposition.ToString();
        return format switch
        {
            "csv" => new CsvTableWriter(response.Body),
            "json" => openJson(response.Body),
            _ => new XlsxTableWriter(response.Body, layout),
        };
    }
}
