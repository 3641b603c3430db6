namespace Radiomics.Imaging.Masks;

/// <summary>
/// A region made of named ones, as a user writes it: <c>GTV + LN - Vessel</c>, <c>(A | B) &amp; Liver</c>. <c>+</c> or <c>|</c> is the
/// union, <c>&amp;</c> the intersection,
/// <c>-</c> the difference; <c>&amp;</c> binds most, the others from left to right; brackets group. An operator has a space on each side,
/// so that a name may hold its sign;
/// a name in quotation marks may hold anything. Immutable.
/// </summary>
public sealed class RoiExpression
{
    private const int MostCharacters = 10_000, MostParts = 1000;

    private readonly Func<Func<string, Mask>, Mask> _evaluate;

    private RoiExpression(string text, IReadOnlyList<string> names, Func<Func<string, Mask>, Mask> evaluate) =>
        (Text, Names, _evaluate) = (text, names, evaluate);

    /// <summary>What was written.</summary>
    public string Text { get; }

    /// <summary>The regions it is made of, in their order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <returns>The expression; <see langword="null"/> where the text is a single name without operators.</returns>
    /// <exception cref="RoiExpressionException">
    /// It has an operator, but a name or bracket is missing, or it is longer than 10,000 characters or made of more than 1000 parts.
    /// </exception>
    /// <exception cref="ArgumentException">There is no text.</exception>
    public static RoiExpression? Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var parser = new Parser(text);
        return parser.HasOperator ? new RoiExpression(text.Trim(), parser.Names, parser.Read()) : null;
    }

    /// <summary>The region.</summary>
    /// <param name="find">Gives the region of a name; called once for each place where it stands.</param>
    /// <exception cref="ArgumentException">The regions lie on grids of different sizes.</exception>
    public Mask Evaluate(Func<string, Mask> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        return _evaluate(find);
    }

    private sealed class Parser
    {
        private readonly string _text;
        private readonly List<string> _tokens = [];
        private int _at;

        public Parser(string text)
        {
            _text = text.Trim();
            if (_text.Length > MostCharacters)
                throw new RoiExpressionException(Invariant(
                    $"A name or expression of regions has {_text.Length} characters; at most {MostCharacters} are read."));
            Split();
            // Each part is a call within another when it is read and evaluated.
            if (_tokens.Count > MostParts && HasOperator)
                throw Wrong(Invariant($"it has {_tokens.Count} parts, of which at most {MostParts} are read"));
        }

        public List<string> Names { get; } = [];

        public bool HasOperator { get; private set; }

        public Func<Func<string, Mask>, Mask> Read()
        {
            var result = Sum();
            return _at == _tokens.Count ? result : throw Wrong($"'{_tokens[_at][1..]}' was not expected");
        }

        // Each token has its kind before it: n name, o operator or bracket.
        private void Split()
        {
            var words = new List<string>();
            for (var i = 0; i <= _text.Length; i++)
            {
                var single = i < _text.Length ? _text[i] : '\0';
                if (single == '"' && words.Count == 0 && _text.IndexOf('"', i + 1) is > 0 and var close)
                {
                    _tokens.Add("n" + _text[(i + 1)..close]);
                    i = close;
                    continue;
                }
                var isOperator =
                    single is '+' or '|' or '&' or '-'
                    && i > 0
                    && char.IsWhiteSpace(_text[i - 1])
                    && i + 1 < _text.Length
                    && char.IsWhiteSpace(_text[i + 1]);
                var isBracket = single == '(' && words.Count == 0 || single == ')' && _tokens.Contains("o(");
                if (i < _text.Length && !isOperator && !isBracket)
                {
                    if (words.Count > 0 || !char.IsWhiteSpace(single))
                        words.Add(single.ToString());
                    continue;
                }
                var name = string.Concat(words).Trim();
                words.Clear();
                if (name.Length > 0)
                    _tokens.Add("n" + name);
                if (i < _text.Length)
                    _tokens.Add("o" + single);
                HasOperator |= isOperator;
            }
        }

        private Func<Func<string, Mask>, Mask> Sum()
        {
            var left = Product();
            while (_at < _tokens.Count && _tokens[_at] is "o+" or "o|" or "o-")
            {
                var (sign, before) = (_tokens[_at++], left);
                var right = Product();
                left = sign == "o-" ? find => before(find).Except(right(find)) : find => before(find).Union(right(find));
            }
            return left;
        }

        private Func<Func<string, Mask>, Mask> Product()
        {
            var left = Term();
            while (_at < _tokens.Count && _tokens[_at] == "o&")
            {
                _at++;
                var before = left;
                var right = Term();
                left = find => before(find).Intersect(right(find));
            }
            return left;
        }

        private Func<Func<string, Mask>, Mask> Term()
        {
            if (_at >= _tokens.Count)
                throw Wrong("a name is missing at its end");
            var token = _tokens[_at++];
            if (token[0] == 'n')
            {
                var name = token[1..];
                Names.Add(name);
                return find => find(name);
            }
            if (token != "o(")
                throw Wrong($"a name is missing before '{token[1..]}'");
            var inner = Sum();
            if (_at >= _tokens.Count || _tokens[_at++] != "o)")
                throw Wrong("a bracket is not closed");
            return inner;
        }

        private RoiExpressionException Wrong(string problem) =>
            new(
                $"'{(_text.Length > 200 ? _text[..200] + "..." : _text)}' is not an expression of regions: {problem}. Write names "
                    + $"with +, - or & between them, a space on each side of the sign, such as 'GTV + LN - Vessel'."
            );
    }
}
