"""The statistician's file: asked for, approved, built of whoever agreed, and every copy logged."""
