using System.Text;

namespace JsmConnector.Operators.Commands;

public static class ConsoleLine
{
    public static CommandLine Open() => new(Console.Out, Console.Error, ReadSecret);

    /// <summary>From a pipe as one line; from a keyboard without showing it.</summary>
    private static string? ReadSecret(string prompt)
    {
        if (Console.IsInputRedirected)
            return Console.In.ReadLine();
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return typed.ToString();
    }
}
