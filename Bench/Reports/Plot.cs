using System.Globalization;
using System.Net;
using System.Text;

namespace Bench.Reports;

/// <summary>Curves over two axes, drawn as SVG that follows the reader's light or dark scheme.</summary>
internal sealed record Plot(string Title, string Across, string Up, bool IsLogarithmic, IReadOnlyList<Curve> Curves)
{
    private const double Width = 760;
    private const double Left = 64;
    private const double Top = 40;
    private const double PlotWidth = 664;
    private const double PlotHeight = 260;
    private const double LegendLine = 20;

    /// <summary>Colors that remain distinct for red-green color blindness, on white and on black.</summary>
    public const string Style =
        """
        svg.plot{--ink:#1b1f24;--faint:#d5d9de;--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#aa4499;--c4:#7a6a00}
        @media (prefers-color-scheme:dark){svg.plot{--ink:#e6e9ed;--faint:#3a414a;--c0:#56b4e9;--c1:#ff9d4d;--c2:#2fd6a5;--c3:#e08ad0;--c4:#e5d352}}
        svg.plot text{font:13px system-ui,sans-serif;fill:var(--ink)}svg.plot .title{font-weight:600;font-size:15px}
        svg.plot path{fill:none;stroke-width:2;stroke-linejoin:round}svg.plot .grid{stroke:var(--faint);stroke-width:1}
        """;

    private const int Palette = 5;

    private double Height => Top + PlotHeight + 52 + (LegendLine * ((Curves.Count + 1) / 2));

    private double MaxX => Curves.Max(curve => curve.Points.Max(point => point.X));

    private double MaxY => Curves.Max(curve => curve.Points.Max(point => point.Y));

    private double MinY => IsLogarithmic ? Curves.Min(curve => curve.Points.Min(point => point.Y)) : 0;

    /// <summary>A standalone file with its own colors.</summary>
    public static string Standalone(Plot plot) => plot.Draw($"<style>{Style}</style>");

    /// <summary>A part of a page that has <see cref="Style"/>.</summary>
    public string Inline() => Draw("");

    private string Draw(string style)
    {
        var svg = new StringBuilder();
        svg.Append(Text($"<svg class=\"plot\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Encode(Title)}\">"));
        svg.Append(style).Append(Text($"<text class=\"title\" x=\"{Left}\" y=\"20\">{Encode(Title)}</text>"));
        var vertical = IsLogarithmic ? Axis.Logarithmic(MinY, MaxY) : Axis.Linear(MaxY);
        var horizontal = Axis.Linear(MaxX);
        DrawGrid(svg, horizontal, vertical);
        foreach (var curve in Curves)
            svg.Append(Stroke(curve, Path(curve, horizontal, vertical)));
        DrawLegend(svg);
        return svg.Append("</svg>").ToString();
    }

    private void DrawGrid(StringBuilder svg, Axis horizontal, Axis vertical)
    {
        foreach (var tick in vertical.Ticks)
        {
            var y = Y(vertical, tick);
            svg.Append(Text($"<path class=\"grid\" d=\"M{Left} {y:0.#}H{Left + PlotWidth}\"/>"));
            svg.Append(Text($"<text x=\"{Left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{tick:#,0.##}</text>"));
        }

        foreach (var tick in horizontal.Ticks)
            svg.Append(Text($"<text x=\"{X(horizontal, tick):0.#}\" y=\"{Top + PlotHeight + 18}\" text-anchor=\"middle\">{tick:#,0.##}</text>"));
        svg.Append(Text($"<text x=\"{Left + (PlotWidth / 2)}\" y=\"{Top + PlotHeight + 38}\" text-anchor=\"middle\">{Encode(Across)}</text>"));
        svg.Append(Text($"<text x=\"{Left + PlotWidth}\" y=\"20\" text-anchor=\"end\">{Encode(Up)}</text>"));
    }

    private void DrawLegend(StringBuilder svg)
    {
        for (var index = 0; index < Curves.Count; index++)
        {
            var curve = Curves[index];
            var x = Left + (index % 2 * PlotWidth / 2);
            var y = Top + PlotHeight + 58 + (index / 2 * LegendLine);
            svg.Append(Stroke(curve, Text($"M{x} {y - 4}h24")));
            svg.Append(Text($"<text x=\"{x + 30}\" y=\"{y}\">{Encode(curve.Name)}</text>"));
        }
    }

    private static string Path(Curve curve, Axis horizontal, Axis vertical) => string.Concat(curve.Points.Select(
        (point, index) => Text($"{(index == 0 ? 'M' : 'L')}{X(horizontal, point.X):0.#} {Y(vertical, point.Y):0.#}")));

    private static string Stroke(Curve curve, string path)
    {
        var dashes = curve.IsDashed ? " stroke-dasharray=\"5 4\"" : "";
        return Text($"<path stroke=\"var(--c{curve.Color % Palette})\"{dashes} d=\"{path}\"/>");
    }

    private static double X(Axis axis, double value) => Left + (axis.Share(value) * PlotWidth);

    private static double Y(Axis axis, double value) => Top + ((1 - axis.Share(value)) * PlotHeight);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
