using System.Globalization;

namespace JsmConnector.Notifications;

/// <summary>Cuts a text to measure between two characters as people see them, never inside one.</summary>
public static class FitWords
{
    public static string To(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var (graphemes, end) = (StringInfo.GetTextElementEnumerator(text), 0);
        while (graphemes.MoveNext() && graphemes.ElementIndex + graphemes.GetTextElement().Length <= most - 1)
            end = graphemes.ElementIndex + graphemes.GetTextElement().Length;
        return text[..end].TrimEnd() + "…";
    }
}
