using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Playwright;

namespace JsmConnector.BrowserTests;

/// <summary>Judges a screen by WCAG 2.2 A and AA. Needs `npm ci --ignore-scripts` in tests/axe; says so when it is missing.</summary>
public static class Axe
{
    private static readonly string File = Path.Combine(Root(), "tests", "axe", "node_modules", "axe-core", "axe.min.js");

    /// <returns>What it found, one line a fault; nothing, with a loud note, when axe is not installed.</returns>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IFrame frame)
    {
        if (!System.IO.File.Exists(File))
        {
            TestContext.Current.AddWarning("NOT CHECKED: axe is missing. Run `npm ci --ignore-scripts` in tests/axe.");
            return [];
        }
        // By evaluation and not as an element: the screen's content security policy admits no foreign script, and shall not.
        await frame.EvaluateAsync(await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken) + "; undefined");
        var result = await frame.EvaluateAsync<JsonElement>("""
            async () => {
              // A colour on its way to another is no fault. One without end cannot be finished and is left.
              for (const motion of document.getAnimations()) { try { motion.finish(); } catch { motion.cancel(); } }
              return (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations
              .flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html} (${node.failureSummary})`));
            }
            """);
        return [.. result.EnumerateArray().Select(fault => fault.GetString()!)];
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
