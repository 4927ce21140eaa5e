"""Speed and memory of the product, each as a ratio to a yardstick of the same run."""
