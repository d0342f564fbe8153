"""The shapes of requests and answers, by noun. They are the contract: the domain may change behind them."""
