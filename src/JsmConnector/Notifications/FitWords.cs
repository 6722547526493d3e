using System.Globalization;

namespace JsmConnector.Notifications;

/// <summary>Cuts a text to measure between two characters as people see them, never inside one.</summary>
public static class FitWords
{
    /// <param name="measure">How the channel counts; longer texts never count less.</param>
    public static string To(string text, int most, Func<string, int> measure)
    {
        if (measure(text) <= most)
            return text;
        var starts = StringInfo.ParseCombiningCharacters(text);
        var (fits, fails) = (0, starts.Length);
        while (fails - fits > 1)
        {
            var middle = (fits + fails) / 2;
            (fits, fails) = measure(Cut(text, starts[middle])) <= most ? (middle, fails) : (fits, middle);
        }
        return Cut(text, starts[fits]);
    }

    public static string To(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var (graphemes, end) = (StringInfo.GetTextElementEnumerator(text), 0);
        while (graphemes.MoveNext() && graphemes.ElementIndex + graphemes.GetTextElement().Length <= most - 1)
            end = graphemes.ElementIndex + graphemes.GetTextElement().Length;
        return Cut(text, end);
    }

    private static string Cut(string text, int end) => text[..end].TrimEnd() + "…";
}
