"""What the law asks for before real people come: assessment, handlers, notice, retention."""
