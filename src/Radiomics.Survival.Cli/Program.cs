Console.WriteLine("radiomics");
