"""Learning: cards, questions, quizzes and what comes back."""
